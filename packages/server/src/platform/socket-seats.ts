/** A socket that asks for a seat. */
export interface SeatRequest {
  readonly userId: string
  readonly connectionId: string
  /** Sockets that the user may have. */
  readonly most: number
}

/** Counts the sockets of each user over all nodes. Presence hears of sockets that opened and frees their seats when they close. */
export interface SocketSeats {
  /** Takes a seat for a socket that was authenticated; false when its user has as many as they may. */
  take(request: SeatRequest): Promise<boolean>
  /** Frees the seat of a socket that went before it opened. */
  leave(userId: string, connectionId: string): void
}

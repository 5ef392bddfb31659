/** Who has a socket open, on any node. In the process when there is one node; behind Redis when scaled. */
export interface PresenceRegistry {
  /** A socket of a user opened. */
  opened(userId: string, connectionId: string): void
  /** A socket of a user closed; the user stays online for the grace. */
  closed(userId: string, connectionId: string): void
  /** Which of these users are online; those within the grace are. */
  online(userIds: readonly string[]): Promise<ReadonlySet<string>>
  /** Calls back, on one node of all, when a user comes online or, after the grace, goes. */
  onChange(listener: (userId: string, online: boolean) => void): void
  /** Everyone who is online here goes, unless another node has them. */
  close(): Promise<void>
}

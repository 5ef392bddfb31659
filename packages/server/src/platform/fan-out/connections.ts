import { type Connection, type Follower, createFollower } from './connection.ts'

/** Told when a user's sockets of this node come and go. */
export interface ConnectionListener {
  opened(follower: Follower): void
  closed(follower: Follower): void
}

const none: ReadonlySet<Follower> = new Set()

/** The authenticated sockets of this node, by id and by user. */
export class Connections {
  readonly #byId = new Map<string, Follower>()
  readonly #byUser = new Map<string, Set<Follower>>()
  readonly #listeners: ConnectionListener[] = []
  readonly #onGone: (follower: Follower) => void

  constructor(onGone: (follower: Follower) => void) {
    this.#onGone = onGone
  }

  /** Tells `listener` of every connection from now on. */
  listen(listener: ConnectionListener): void {
    this.#listeners.push(listener)
  }

  /** Enters a connection that has been authenticated. */
  enter(connection: Connection): Follower {
    const follower = createFollower(connection)
    this.#byId.set(connection.id, follower)
    const own = this.#byUser.get(connection.userId)
    if (own) own.add(follower)
    else this.#byUser.set(connection.userId, new Set([follower]))
    for (const listener of this.#listeners) listener.opened(follower)
    return follower
  }

  /** Forgets a connection and everything that it followed. */
  leave(follower: Follower): void {
    if (follower.closed) return
    follower.closed = true
    const { id, userId } = follower.connection
    this.#byId.delete(id)
    const own = this.#byUser.get(userId)
    own?.delete(follower)
    if (own?.size === 0) this.#byUser.delete(userId)
    this.#onGone(follower)
    for (const listener of this.#listeners) listener.closed(follower)
  }

  find(connectionId: string): Follower | undefined {
    return this.#byId.get(connectionId)
  }

  /** The connections of a user on this node. */
  of(userId: string): ReadonlySet<Follower> {
    return this.#byUser.get(userId) ?? none
  }

  /** Every connection of this node. */
  all(): Iterable<Follower> {
    return this.#byId.values()
  }
}

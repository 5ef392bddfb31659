import type { ConversationCursor } from '@palaver/protocol'
import type { Follower } from './connection.ts'
import { Frame } from './frame.ts'

/** What {@link Heartbeat} needs. */
export interface HeartbeatOptions {
  readonly everyMs: number
  readonly followers: () => Iterable<Follower>
  /** Ids of the conversations that are followed live on this node. */
  readonly conversations: () => readonly string[]
  readonly read: (ids: readonly string[]) => Promise<readonly ConversationCursor[]>
  /** The database says that a conversation stands here; the node may lack events. */
  readonly onHead: (cursor: ConversationCursor) => void
  readonly onError: (error: unknown) => void
}

const bare = new Frame(['{"t":"ping"}'])

/**
 * Pings every connection. Once per interval the heads of all conversations followed live on this node are read in one query, and each
 * ping carries those of its connection that changed since the last: a deaf bus is found within one interval, by node and client alike.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions
  readonly #timer: NodeJS.Timeout
  #known = new Map<string, string>()

  constructor(options: HeartbeatOptions) {
    this.#options = options
    this.#timer = setInterval(() => void this.beat(), options.everyMs)
    this.#timer.unref()
  }

  /** One round; the timer calls it. */
  async beat(): Promise<void> {
    const changed = new Map<string, string>()
    try {
      const ids = this.#options.conversations()
      const heads = ids.length > 0 ? await this.#options.read(ids) : []
      const known = new Map<string, string>()
      for (const cursor of heads) {
        this.#options.onHead(cursor)
        const json = JSON.stringify(cursor)
        known.set(cursor[0], json)
        if (this.#known.get(cursor[0]) !== json) changed.set(cursor[0], json)
      }
      this.#known = known
    } catch (error) {
      // A client must not be cut off because the database is: it is pinged without heads.
      this.#options.onError(error)
    }
    for (const follower of this.#options.followers()) follower.connection.ping(frameFor(follower, changed))
  }

  close(): void {
    clearInterval(this.#timer)
  }
}

const frameFor = (follower: Follower, changed: ReadonlyMap<string, string>): Frame => {
  if (changed.size === 0) return bare
  const heads: string[] = []
  for (const id of follower.live.keys()) {
    const json = changed.get(id)
    if (json !== undefined) heads.push(json)
  }
  return heads.length === 0 ? bare : new Frame([`{"t":"ping","heads":[${heads.join(',')}]}`])
}

import type { ConversationCursor } from '@palaver/protocol'
import type { Follower } from './connection.ts'
import { Frame } from './frame.ts'

/** What {@link Heartbeat} needs. */
export interface HeartbeatOptions {
  readonly everyMs: number
  readonly followers: () => Iterable<Follower>
  /** Ids of the conversations that are followed on this node, live or passively. */
  readonly conversations: () => Iterable<string>
  readonly readCursors: (ids: readonly string[]) => Promise<readonly ConversationCursor[]>
  readonly readUserRevisions: (userIds: readonly string[]) => Promise<readonly (readonly [userId: string, userRevision: number])[]>
  /** The database says that conversations stand here; the node may lack events. */
  readonly onHeads: (cursors: readonly ConversationCursor[]) => Promise<void>
  readonly onError: (error: unknown) => void
}

/** One query for so many conversations or users. */
const idsPerQuery = 500

const bare = new Frame(['{"t":"ping"}'])

/** What changed since the last look, encoded. */
interface Changed {
  readonly heads: ReadonlyMap<string, string>
  readonly users: ReadonlyMap<string, string>
}

const nothing: Changed = { heads: new Map(), users: new Map() }

/**
 * Pings every connection. Once per interval the heads of all conversations followed on this node are read, and the userRevisions of those who
 * are connected; each ping carries those of its connection that changed since the last. So a deaf bus is found within one interval, by node and
 * client alike.
 */
export class Heartbeat {
  readonly #options: HeartbeatOptions
  readonly #timer: NodeJS.Timeout
  readonly #tasks: (() => Promise<void>)[] = []
  #heads = new Map<string, string>()
  #users = new Map<string, string>()
  #looking = false
  #again = false
  #closed = false

  constructor(options: HeartbeatOptions) {
    this.#options = options
    this.#timer = setInterval(() => void this.beat(), options.everyMs)
    this.#timer.unref()
  }

  /** Runs something with each look at the database, for what features have to find there. */
  also(task: () => Promise<void>): void {
    this.#tasks.push(task)
  }

  /** One round; the timer calls it. */
  async beat(): Promise<void> {
    // A client must not be cut off because the database is slow or away: it is pinged without heads.
    const changed = this.#looking ? nothing : await this.#look()
    for (const follower of this.#options.followers()) follower.connection.ping(frameFor(follower, changed))
  }

  /** Looks at the database now, and tells only those for whom something changed. */
  async catchUp(): Promise<void> {
    this.#again = this.#looking
    if (this.#looking) return
    const changed = await this.#look()
    for (const follower of this.#options.followers()) {
      const frame = frameFor(follower, changed)
      if (frame !== bare) follower.connection.send(frame)
    }
  }

  close(): void {
    this.#closed = true
    clearInterval(this.#timer)
  }

  async #look(): Promise<Changed> {
    this.#looking = true
    const changed = { heads: new Map<string, string>(), users: new Map<string, string>() }
    const { onError } = this.#options
    await this.#lookAtHeads(changed.heads).catch(onError)
    await this.#lookAtUsers(changed.users).catch(onError)
    for (const task of this.#tasks) await task().catch(onError)
    this.#looking = false
    if (this.#again && !this.#closed) setImmediate(() => void this.catchUp())
    return changed
  }

  async #lookAtHeads(changed: Map<string, string>): Promise<void> {
    const known = new Map<string, string>()
    for (const ids of chunks(this.#options.conversations())) {
      const cursors = await this.#options.readCursors(ids)
      for (const cursor of cursors) note(cursor[0], cursor, { known, before: this.#heads, changed })
      await this.#options.onHeads(cursors)
    }
    this.#heads = known
  }

  async #lookAtUsers(changed: Map<string, string>): Promise<void> {
    const known = new Map<string, string>()
    const userIds = new Set<string>()
    for (const { connection } of this.#options.followers()) userIds.add(connection.userId)
    for (const ids of chunks(userIds)) {
      for (const [id, revision] of await this.#options.readUserRevisions(ids)) note(id, revision, { known, before: this.#users, changed })
    }
    this.#users = known
  }
}

interface Noted {
  readonly known: Map<string, string>
  readonly before: ReadonlyMap<string, string>
  readonly changed: Map<string, string>
}

const note = (id: string, value: unknown, { known, before, changed }: Noted): void => {
  const json = JSON.stringify(value)
  known.set(id, json)
  if (before.get(id) !== json) changed.set(id, json)
}

function* chunks(ids: Iterable<string>): Generator<string[]> {
  const all = [...ids]
  for (let at = 0; at < all.length; at += idsPerQuery) yield all.slice(at, at + idsPerQuery)
}

const frameFor = (follower: Follower, { heads, users }: Changed): Frame => {
  const own = users.get(follower.connection.userId)
  const list: string[] = []
  if (heads.size > 0) {
    for (const id of follower.live.keys()) {
      const json = heads.get(id)
      if (json !== undefined) list.push(json)
    }
  }
  if (list.length === 0 && own === undefined) return bare
  return new Frame([`{"t":"ping"${list.length > 0 ? `,"heads":[${list.join(',')}]` : ''}${own === undefined ? '' : `,"userRevision":${own}`}}`])
}

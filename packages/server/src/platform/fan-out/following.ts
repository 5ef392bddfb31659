import type { ConversationCursor, ServerFrames } from '@palaver/protocol'
import { encodeSync } from '../encode-frame.ts'
import type { MessageLog } from '../message-log/message-log.ts'
import { isLarge } from '@palaver/core'
import type { Synced } from '../message-log/sync.ts'
import type { Follower } from './connection.ts'
import type { Followed, Opening } from './followed.ts'
import { Frame } from './frame.ts'

/** What {@link Following} needs. */
export interface FollowingOptions {
  readonly log: Pick<MessageLog, 'sync' | 'userChanges' | 'userRevision'>
  readonly lineage: () => string
  readonly maxLive: number
  readonly maxFollowed: number
  /** The conversation's place on this node, made when it is not followed yet. */
  readonly open: (id: string) => Followed
  /** Gives a conversation's place up when nobody follows it. */
  readonly tidy: (followed: Followed) => void
  /** The node lacks events up to this head. */
  readonly behind: (followed: Followed, head: number) => void
  /** A conversation that is followed passively has changed. */
  readonly touch: (id: string) => void
  /** A client's cursor is above the head of its conversation: it comes from another history. */
  readonly onAhead: (userId: string, conversationId: string) => void
}

interface Began {
  readonly followed: Followed
  /** What the client has. */
  readonly cursor: ConversationCursor
  readonly opening: Opening
  readonly live: boolean
}

/**
 * Begins and ends the following of conversations, always in this order: hold events, read heads and rows in one snapshot, send them,
 * let go what was held. So nothing falls between the answer and the first event.
 */
export class Following {
  readonly #options: FollowingOptions

  constructor(options: FollowingOptions) {
    this.#options = options
  }

  /** Answers a `resume` frame. Large conversations and those beyond the cap are followed passively. */
  async resume(follower: Follower, frame: ServerResume): Promise<void> {
    const foreign = frame.lineage !== this.#options.lineage() && (frame.lineage !== undefined || hasHistory(frame))
    const cursors = foreign ? frame.conversations.map(([id]): ConversationCursor => [id, 0, 0]) : frame.conversations
    const answer: ServerFrames['sync'] = { t: 'sync', conversations: [], ...(foreign ? { reset: true } : {}) }
    if (frame.userRevision !== undefined) {
      const since = foreign ? 0 : frame.userRevision
      const { userId } = follower.connection
      // Mostly nothing has changed, and that is cheap to know of many at once.
      if ((await this.#options.log.userRevision(userId)) !== since) {
        const user = await this.#options.log.userChanges(userId, since, userChangesInline)
        if (user.upTo !== since || user.reset) answer.user = user
      }
    }
    await this.#open(follower, cursors, { onScreen: false, answer, rereads: 0 })
  }

  /** Answers a `follow` frame: live, also when large. */
  follow(follower: Follower, cursors: readonly ConversationCursor[]): Promise<void> {
    return this.#open(follower, cursors, { onScreen: true, answer: { t: 'sync', conversations: [] }, rereads: 0 })
  }

  async #open(
    follower: Follower,
    asked: readonly ConversationCursor[],
    { onScreen, answer, rereads }: { readonly onScreen: boolean; readonly answer: ServerFrames['sync']; readonly rereads: number },
  ): Promise<void> {
    if (follower.closed) return
    const cursors = [...new Map(asked.map((cursor) => [cursor[0], cursor])).values()].slice(0, this.#room(follower, asked))
    const began = new Map(cursors.map((cursor) => [cursor[0], this.#begin(follower, cursor)]))
    let synced: Synced[] = []
    try {
      synced = await this.#options.log.sync(follower.connection.userId, cursors)
    } finally {
      const known = new Set(synced.map((one) => one.id))
      for (const [id, { followed, opening }] of began) if (!known.has(id)) this.#giveUp(follower, followed, opening)
    }
    const passive = synced.filter((one) => this.#isPassive(one, began, onScreen))
    const known = new Set(synced.map((one) => one.id))
    const gone = cursors.map(([id]) => id).filter((id) => !known.has(id))
    for (const { answer: conversation } of synced) if (conversation) answer.conversations.push(conversation)
    if (gone.length > 0) answer.gone = gone
    if (passive.length > 0) answer.passive = passive.map((one) => one.id)
    if (answer.conversations.length > 0 || answer.user || answer.reset || answer.gone || answer.passive) {
      follower.connection.send(new Frame([encodeSync(answer)]))
    }
    const reread = this.#release(follower, synced, new Set(passive), began)
    if (reread.length === 0) return
    // What was published is committed, so the next snapshot has it; a database that says otherwise must not be asked for ever.
    if (rereads >= maxRereads) throw new Error('unable to follow; the database stays behind the events of the bus')
    await this.#open(follower, reread, { onScreen: true, answer: { t: 'sync', conversations: [] }, rereads: rereads + 1 })
  }

  #release(follower: Follower, synced: readonly Synced[], passive: ReadonlySet<Synced>, began: ReadonlyMap<string, Began>): ConversationCursor[] {
    const reread: ConversationCursor[] = []
    for (const one of synced) {
      if (one.ahead) this.#options.onAhead(follower.connection.userId, one.id)
      const beginning = began.get(one.id)
      if (!beginning?.followed.holds(follower, beginning.opening, one.revision)) continue
      const { followed, opening } = beginning
      const place = { visibleFrom: one.visibleFrom, role: one.role, type: one.type, asOf: one.revision }
      followed.memberCount = one.memberCount
      const marksRevision = one.answer?.head.marksRevision ?? beginning.cursor[2]
      followed.marksRevision ??= marksRevision
      follower.opening.delete(one.id)
      if (passive.has(one)) {
        if (!followed.beginPassive(follower, place)) this.#options.behind(followed, one.revision)
        if (opening.held.length > 0) this.#options.touch(one.id)
        continue
      }
      follower.passive.delete(one.id)
      follower.live.set(one.id, place)
      const released = followed.release(follower, opening, one.revision)
      if (released === 'waiting') this.#options.behind(followed, one.revision)
      if (released === 'reread') reread.push([one.id, one.revision, marksRevision])
    }
    return reread
  }

  #begin(follower: Follower, cursor: ConversationCursor): Began {
    const [id] = cursor
    const followed = this.#options.open(id)
    const live = follower.live.has(id) || follower.live.size + follower.opening.size < this.#options.maxLive
    follower.opening.add(id)
    return { followed, cursor, opening: followed.begin(follower), live }
  }

  #isPassive(one: Synced, began: ReadonlyMap<string, Began>, onScreen: boolean): boolean {
    return !began.get(one.id)?.live || (isLarge(one.memberCount) && !onScreen)
  }

  #giveUp(follower: Follower, followed: Followed, opening: Opening): void {
    if (followed.opening.get(follower) === opening) followed.drop(follower)
    this.#options.tidy(followed)
  }

  /** How many of the conversations asked may be followed, so that no client makes the node keep more than its share. */
  #room(follower: Follower, asked: readonly ConversationCursor[]): number {
    const known = asked.filter(([id]) => follower.live.has(id) || follower.passive.has(id)).length
    return Math.max(0, this.#options.maxFollowed - follower.live.size - follower.passive.size + known)
  }
}

const maxRereads = 5

/** As many memberships as a `sync` frame may hold; the rest by `user.changes`. */
const userChangesInline = 500

/** What a client says when it comes back. */
export interface ServerResume {
  readonly lineage?: string
  readonly userRevision?: number
  readonly conversations: readonly ConversationCursor[]
}

const hasHistory = (frame: ServerResume): boolean =>
  (frame.userRevision ?? 0) > 0 || frame.conversations.some(([, revision, marks]) => revision > 0 || marks > 0)

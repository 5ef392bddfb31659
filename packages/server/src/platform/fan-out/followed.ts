import type { EncodedEvent } from '../event.ts'
import { audible, joined, tellUnsaid, type Unsaid } from './audible.ts'
import type { Follower, Place } from './connection.ts'
import { Frame } from './frame.ts'
import { RevisionOrder } from './revision-order.ts'
import { hasVariants, seenBy } from './variants.ts'

/** A follower between "follow" and the point where its own snapshot and the node's order of events meet. */
export interface Opening {
  /** Head of the follower's snapshot; undefined while it is being read. */
  from: number | undefined
  /** What came meanwhile. */
  readonly held: EncodedEvent[]
  /** The membership ended with this revision while the snapshot was being read. */
  endedAt: number
  /** It was read before that the follower is a member, and nothing ended that since: what is said once is for them, too, so nobody who follows again misses it. */
  hears: boolean
}

/** What {@link Followed.release} found. */
export type Released = 'settled' | 'waiting' | 'reread' | 'ended'

const none: ReadonlyMap<string, Frame> = new Map()

/** One conversation that connections of this node follow, and the true revision up to which they have it. */
export class Followed {
  readonly id: string
  readonly order = new RevisionOrder()
  /** Those who get every event. */
  readonly settled = new Set<Follower>()
  readonly opening = new Map<Follower, Opening>()
  /** Those who get heads. */
  readonly passive = new Set<Follower>()
  memberCount = 0
  /** Every mark up to here was handed on. */
  marksRevision: number | undefined
  #unsaid: Unsaid | undefined

  constructor(id: string) {
    this.id = id
  }

  get empty(): boolean {
    return this.settled.size === 0 && this.opening.size === 0 && this.passive.size === 0
  }

  /** Somebody here gets, or is about to get, every event. */
  get isLive(): boolean {
    return this.settled.size + this.opening.size > 0
  }

  /** Holds events for a follower from now on; its snapshot is taken after this. */
  begin(follower: Follower): Opening {
    const opening: Opening = { from: undefined, held: [], endedAt: 0, hears: this.settled.has(follower) || this.opening.get(follower)?.hears === true }
    this.settled.delete(follower)
    this.passive.delete(follower)
    this.opening.set(follower, opening)
    return opening
  }

  /** Does this beginning still stand, with a snapshot at `head`? It does not when the follower left or its membership ended meanwhile. */
  holds(follower: Follower, opening: Opening, head: number): boolean {
    if (this.opening.get(follower) !== opening) return false
    if (head >= opening.endedAt) return true
    this.drop(follower)
    return false
  }

  /** The membership of the follower's user ended with this revision. A snapshot from after it knows better: people come back. */
  end(follower: Follower, revision: number): void {
    const opening = this.opening.get(follower)
    if (opening && opening.from === undefined) {
      opening.endedAt = revision
      opening.hears = false
    } else if ((opening?.from ?? follower.passive.get(this.id)?.asOf ?? 0) < revision) this.drop(follower)
  }

  /** The follower has been sent a snapshot at `head`: sends what came after it, and settles when the node is as far as the snapshot. */
  release(follower: Follower, opening: Opening, head: number): Released {
    if (!this.holds(follower, opening, head)) return 'ended'
    opening.from = head
    opening.hears = true
    const held = opening.held.splice(0)
    held.push(...this.#adopt(opening, head))
    if ((this.order.revision ?? 0) < head) return 'waiting'
    const newer = held.filter((event) => event.revision > head)
    let reached = head
    for (const event of newer) if (event.after <= reached && event.after >= head) reached = event.revision
    // An event below the snapshot was not seen by this node in time, or reaches across it: only the database can tell.
    if (reached < (this.order.revision ?? head)) {
      opening.from = undefined
      return 'reread'
    }
    this.settle(follower)
    this.#sendOne(follower, newer)
    return 'settled'
  }

  /**
   * A snapshot may set the node's order as long as nobody depends on it: whoever does, passive followers too, must not miss an event on
   * the way, least of all the end of their membership. Gives what waited for it.
   */
  #adopt(opening: Opening | undefined, head: number): readonly EncodedEvent[] {
    if (this.settled.size + this.passive.size > 0) return []
    const others = [...this.opening.values()].filter((other) => other !== opening)
    if (others.some((other) => other.from !== undefined || other.hears)) return []
    const ready = this.order.advance(head)
    for (const other of others) other.held.push(...ready)
    return ready
  }

  /** The follower gets heads from a snapshot at `place.asOf` on. False when the node lacks events up to there. */
  beginPassive(follower: Follower, place: Place): boolean {
    this.opening.delete(follower)
    this.#adopt(undefined, place.asOf)
    this.demote(follower, place)
    return (this.order.revision ?? 0) >= place.asOf
  }

  /** Marks as they came: do they join without a hole what was handed on? */
  takeMarks(marksRevision: number): void {
    if (marksRevision === (this.marksRevision ?? 0) + 1) this.marksRevision = marksRevision
  }

  /** Delivers events, in order, in one frame made once. Gives the followers whose snapshot lies inside an event. */
  deliver(events: readonly EncodedEvent[], whenCongested: (follower: Follower) => void): Follower[] {
    const { frames, unsaid } = audible(events, this.#unsaid)
    const own = this.settled.size > 0 ? this.#framesOfSome(events) : none
    this.#unsaid = unsaid
    if (this.settled.size > 0 && frames.length > 0) {
      const frame = new Frame(frames)
      for (const follower of this.settled) {
        const { connection } = follower
        if (!connection.offer(own.size === 0 ? frame : (own.get(connection.userId) ?? frame))) whenCongested(follower)
      }
    }
    const astride: Follower[] = []
    for (const [follower, opening] of this.opening) {
      if (opening.from === undefined) opening.held.push(...events)
      else if (this.#meet(follower, opening.from, events)) astride.push(follower)
    }
    return astride
  }

  /** The frames of those who follow live here and see some of the events in another way than the rest do: hardly ever anybody. */
  #framesOfSome(events: readonly EncodedEvent[]): ReadonlyMap<string, Frame> {
    if (!hasVariants(events)) return none
    const users = new Set(events.flatMap(({ variants = [] }) => variants.flatMap(({ userIds }) => userIds)))
    const here = new Set([...this.settled].map(({ connection }) => connection.userId).filter((userId) => users.has(userId)))
    return new Map([...here].map((userId) => [userId, new Frame(audible(seenBy(events, userId), this.#unsaid).frames)]))
  }

  #meet(follower: Follower, from: number, events: readonly EncodedEvent[]): boolean {
    const newer = events.filter((event) => event.revision > from)
    if (newer.some((event) => event.after < from)) return true
    if ((this.order.revision ?? 0) >= from) {
      this.settle(follower)
      this.#sendOne(follower, newer)
    }
    return false
  }

  /** What came after a follower's own snapshot. */
  #sendOne(follower: Follower, events: readonly EncodedEvent[]): void {
    const { frames, unsaid } = audible(seenBy(events, follower.connection.userId), undefined)
    if (frames.length > 0) follower.connection.send(new Frame(frames))
    if (unsaid) this.#unsaid = joined(this.#unsaid, unsaid)
  }

  /** Rows have changed that those who follow live are to be told of, if not at once. */
  get owes(): boolean {
    return this.#unsaid !== undefined && this.#unsaid.later.size > 0
  }

  /** Brings those who follow live up to the last quiet event. */
  tellUnsaid(): void {
    if (!this.#unsaid) return
    const frame = new Frame(tellUnsaid(this.#unsaid))
    this.#unsaid = undefined
    for (const { connection } of this.settled) connection.offer(frame)
  }

  /** From now on the follower gets every event as the node delivers it. */
  settle(follower: Follower): void {
    this.opening.delete(follower)
    this.settled.add(follower)
  }

  /** Sends an ephemeral frame to those who follow live, except the connections of one user and slow readers. */
  whisper(frame: Frame, exceptUserId?: string): void {
    const tell = ({ connection }: Follower) => {
      if (connection.userId !== exceptUserId) connection.whisper(frame)
    }
    this.settled.forEach(tell)
    for (const [follower, opening] of this.opening) if (opening.hears) tell(follower)
  }

  /** From now on the follower gets heads only. */
  demote(follower: Follower, place: Place): void {
    this.settled.delete(follower)
    this.opening.delete(follower)
    this.passive.add(follower)
    follower.live.delete(this.id)
    follower.passive.set(this.id, place)
  }

  /** The follower gets nothing of this conversation any more. */
  drop(follower: Follower): void {
    this.settled.delete(follower)
    this.opening.delete(follower)
    this.passive.delete(follower)
    follower.live.delete(this.id)
    follower.passive.delete(this.id)
    follower.opening.delete(this.id)
  }
}

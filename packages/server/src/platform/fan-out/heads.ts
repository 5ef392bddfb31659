import type { Head } from '@palaver/protocol'
import { isLarge } from '@palaver/core'
import type { Follower } from './connection.ts'
import type { Followed } from './followed.ts'
import { Frame } from './frame.ts'

/** What {@link PassiveHeads} needs. */
export interface PassiveHeadsOptions {
  readonly read: (ids: readonly string[]) => Promise<Head[]>
  readonly followed: (id: string) => Followed | undefined
  readonly onError: (error: unknown) => void
  /** At most one frame in this time for each connection. */
  readonly everyMs?: number
  /** The same for conversations with more than 1,000 members. */
  readonly everyMsWhenLarge?: number
}

interface Encoded {
  readonly id: string
  readonly position: number
  readonly bare: string
  readonly full: string
}

const encode = (head: Head): Encoded => {
  const { lastMessage, ...rest } = head
  const bare = JSON.stringify(rest)
  return { id: head.id, position: lastMessage?.position ?? 0, bare, full: lastMessage ? JSON.stringify(head) : bare }
}

/**
 * Tells passive followers where their conversations stand: at once, then coalesced. Heads of all conversations that changed are read
 * in one query for the whole node; each head is encoded once.
 */
export class PassiveHeads {
  readonly #options: PassiveHeadsOptions
  readonly #dirty = new Set<string>()
  readonly #resting = new Map<string, number>()
  /** Slow readers that were not told, by conversation. */
  readonly #late = new Map<string, Set<Follower>>()
  #timer: NodeJS.Timeout | undefined
  #idleSince = 0

  constructor(options: PassiveHeadsOptions) {
    this.#options = options
  }

  /** The conversation has changed. */
  touch(id: string): void {
    this.#dirty.add(id)
    if (this.#timer) return
    const since = Date.now() - this.#idleSince
    this.#schedule(Math.max(0, (this.#options.everyMs ?? 250) - since))
  }

  #schedule(inMs: number): void {
    this.#timer = setTimeout(() => void this.#tick(), inMs)
    this.#timer.unref()
  }

  async #tick(): Promise<void> {
    const now = Date.now()
    for (const [id, until] of this.#resting) if (until <= now) this.#resting.delete(id)
    const due = [...this.#dirty].filter((id) => !this.#resting.has(id))
    for (const id of due) {
      this.#dirty.delete(id)
      this.#late.delete(id)
    }
    const owed = this.#takeOwed()
    const ids = [...due, ...owed.keys()]
    try {
      if (ids.length > 0) this.#send(await this.#options.read(ids), owed)
    } catch (error) {
      for (const id of ids) this.#dirty.add(id)
      this.#options.onError(error)
    }
    this.#idleSince = Date.now()
    this.#timer = undefined
    if (this.#dirty.size + this.#late.size > 0) this.#schedule(this.#options.everyMs ?? 250)
  }

  /** Conversations of which somebody who reads again was not told, with all who were not; nobody is asked for those who still do not read. */
  #takeOwed(): ReadonlyMap<string, ReadonlySet<Follower>> {
    const owed = new Map<string, ReadonlySet<Follower>>()
    for (const [id, late] of this.#late) {
      for (const follower of late) if (!follower.passive.has(id)) late.delete(follower)
      const reads = [...late].some(({ connection }) => !connection.congested)
      if (reads && !this.#resting.has(id)) owed.set(id, late)
      if (late.size === 0 || owed.has(id)) this.#late.delete(id)
    }
    return owed
  }

  #send(heads: readonly Head[], owed: ReadonlyMap<string, ReadonlySet<Follower>>): void {
    const frames = new Map<Follower, string[]>()
    for (const head of heads) {
      const followed = this.#options.followed(head.id)
      if (!followed) continue
      followed.memberCount = head.memberCount
      if (isLarge(head.memberCount)) this.#resting.set(head.id, Date.now() + (this.#options.everyMsWhenLarge ?? 3000))
      const encoded = encode(head)
      for (const follower of owed.get(head.id) ?? followed.passive) this.#collect(frames, follower, encoded)
    }
    for (const [follower, list] of frames) follower.connection.send(new Frame([`{"t":"head","heads":[${list.join(',')}]}`]))
  }

  #collect(frames: Map<Follower, string[]>, follower: Follower, head: Encoded): void {
    const place = follower.passive.get(head.id)
    if (!place) return
    // A slow reader learns of it with a later tick, and by itself: the others know.
    if (follower.connection.congested) return this.#owe(follower, head.id)
    const json = head.position >= place.visibleFrom ? head.full : head.bare
    const list = frames.get(follower)
    if (list) list.push(json)
    else frames.set(follower, [json])
  }

  #owe(follower: Follower, id: string): void {
    const late = this.#late.get(id)
    if (late) late.add(follower)
    else this.#late.set(id, new Set([follower]))
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#dirty.clear()
    this.#late.clear()
    // Whatever is being read now must not begin another round.
    this.#timer = undefined
  }
}

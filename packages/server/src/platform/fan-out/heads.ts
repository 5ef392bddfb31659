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
    for (const id of due) this.#dirty.delete(id)
    try {
      if (due.length > 0) this.#send(await this.#options.read(due))
    } catch (error) {
      for (const id of due) this.#dirty.add(id)
      this.#options.onError(error)
    }
    this.#idleSince = Date.now()
    this.#timer = undefined
    if (this.#dirty.size > 0) this.#schedule(this.#options.everyMs ?? 250)
  }

  #send(heads: readonly Head[]): void {
    const frames = new Map<Follower, string[]>()
    for (const head of heads) {
      const followed = this.#options.followed(head.id)
      if (!followed) continue
      followed.memberCount = head.memberCount
      if (isLarge(head.memberCount)) this.#resting.set(head.id, Date.now() + (this.#options.everyMsWhenLarge ?? 3000))
      const encoded = encode(head)
      for (const follower of followed.passive) this.#collect(frames, follower, encoded)
    }
    for (const [follower, list] of frames) follower.connection.send(new Frame([`{"t":"head","heads":[${list.join(',')}]}`]))
  }

  #collect(frames: Map<Follower, string[]>, follower: Follower, head: Encoded): void {
    // A slow reader learns of it with a later tick.
    if (follower.connection.congested) return void this.#dirty.add(head.id)
    const place = follower.passive.get(head.id)
    if (!place) return
    const json = head.position >= place.visibleFrom ? head.full : head.bare
    const list = frames.get(follower)
    if (list) list.push(json)
    else frames.set(follower, [json])
  }

  close(): void {
    clearTimeout(this.#timer)
    this.#dirty.clear()
    // Whatever is being read now must not begin another round.
    this.#timer = undefined
  }
}

import type { Redis } from 'ioredis'
import { aliveScript } from './presence-scripts.ts'

/** When nodes say that they live, and what follows when they do not. Milliseconds. */
export interface PresenceTimes {
  /** How often a node says that it lives, and mends what Redis lacks. */
  readonly refreshMs: number
  /** From when on the sockets of a silent node do not count against their users. */
  readonly silentAfterMs: number
  /** From when on the people of a silent node are gone. */
  readonly deadAfterMs: number
}

/** How long one node has for a batch of a dead node's people before another may go on with them. */
const claimMs = 30_000

/** The nodes that share a Redis: which live, which are silent, whose people have to go. */
export class PresenceNodes {
  readonly #prefix: string
  readonly #newId: () => string
  readonly #times: PresenceTimes
  #id: string
  #isNew = true
  /** Nodes that have not said for a while that they live. */
  silent: readonly string[] = []

  constructor(prefix: string, newId: () => string, times: PresenceTimes) {
    this.#prefix = prefix
    this.#newId = newId
    this.#times = times
    this.#id = newId()
  }

  /** This node; another one after Redis had lost it, so that what is left of the old one can go without harm. */
  get id(): string {
    return this.#id
  }

  /** The set of a node's people. */
  peopleKey(nodeId: string): string {
    return `${this.#prefix}presence:node:${nodeId}`
  }

  /** Says that this node lives. The answer: whether Redis had lost it, and which nodes died and have people left. */
  async live(redis: Redis): Promise<{ readonly wasLost: boolean; readonly died: readonly string[] }> {
    const { silentAfterMs, deadAfterMs } = this.#times
    const keys = [this.#key('nodes'), this.#key('died')]
    const [known, silent, died] = await aliveScript.run(redis, { keys, args: [this.#id, this.#isNew ? 1 : 0, silentAfterMs, deadAfterMs] })
    if (known === 0) {
      this.#id = this.#newId()
      this.#isNew = true
      return { ...(await this.live(redis)), wasLost: true }
    }
    this.#isNew = false
    this.silent = silent
    return { wasLost: false, died }
  }

  /** True when this node, of all, sends the people of a dead one away; again after each batch. */
  async claim(redis: Redis, nodeId: string): Promise<boolean> {
    const key = this.#key(`cleaner:${nodeId}`)
    if ((await redis.set(key, this.#id, 'PX', claimMs, 'NX')) === 'OK') return true
    if ((await redis.get(key)) !== this.#id) return false
    return (await redis.pexpire(key, claimMs)) === 1
  }

  /** Forgets a node that has no people left. */
  async forget(redis: Redis, nodeId: string): Promise<void> {
    await Promise.all([
      redis.zrem(this.#key('nodes'), nodeId),
      redis.srem(this.#key('died'), nodeId),
      redis.del(this.peopleKey(nodeId)),
      redis.del(this.#key(`cleaner:${nodeId}`)),
    ])
  }

  // All of one slot, since one script reads several of them.
  #key(name: string): string {
    return `${this.#prefix}{presence}:${name}`
  }
}

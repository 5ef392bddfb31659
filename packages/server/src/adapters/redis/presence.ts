import type { Redis } from 'ioredis'
import type { Log } from '../../platform/log.ts'
import type { Metrics } from '../../platform/metrics.ts'
import type { PresenceRegistry } from '../../platform/presence-registry.ts'
import type { SeatRequest, SocketSeats } from '../../platform/socket-seats.ts'
import type { RedisConnections } from './open-redis.ts'
import { Patience } from './patience.ts'
import { PresenceNodes, type PresenceTimes } from './presence-nodes.ts'
import { enterScript, exitScript, leaveScript, restoreScript } from './presence-scripts.ts'

/** What {@link RedisPresence} needs. */
export interface RedisPresenceOptions extends Partial<PresenceTimes> {
  readonly redis: Pick<RedisConnections, 'commands' | 'prefix'>
  readonly newId: () => string
  readonly log: Pick<Log, 'warn' | 'info'>
  readonly metrics?: Metrics
  /** How long somebody stays online after their last socket closed; 10,000 unless given. */
  readonly graceMs?: number
  /** How long an answer of Redis is waited for; 250 unless given. */
  readonly waitMs?: number
}

interface Entry {
  readonly connections: Set<string>
  grace: NodeJS.Timeout | undefined
}

const defaultTimes: PresenceTimes = { refreshMs: 5000, silentAfterMs: 15_000, deadAfterMs: 300_000 }
const batch = 500

/**
 * Who is online and how many sockets they have, over all nodes. Each node is the truth about its own people; Redis holds what they say.
 * What Redis missed or lost is said again with the next refresh. While it does not answer, a node knows its own people only.
 */
export class RedisPresence implements PresenceRegistry, SocketSeats {
  readonly #patience: Patience
  readonly #nodes: PresenceNodes
  readonly #prefix: string
  readonly #graceMs: number
  readonly #entries = new Map<string, Entry>()
  readonly #listeners: ((userId: string, online: boolean) => void)[] = []
  /** People of whom Redis may not know what this node knows. */
  #unsaid = new Set<string>()
  #refreshing: Promise<void> | undefined
  readonly #timer: NodeJS.Timeout
  #isClosed = false

  constructor({ redis, newId, graceMs = 10_000, ...options }: RedisPresenceOptions) {
    const times = { ...defaultTimes, ...options }
    this.#patience = new Patience({ redis: redis.commands, part: 'presence', waitMs: 250, ...options })
    this.#nodes = new PresenceNodes(redis.prefix, newId, times)
    this.#prefix = redis.prefix
    this.#graceMs = graceMs
    this.#timer = setInterval(() => void this.refresh(), times.refreshMs).unref()
    void this.refresh()
  }

  onChange(listener: (userId: string, online: boolean) => void): void {
    this.#listeners.push(listener)
  }

  opened(userId: string, connectionId: string): void {
    if (!this.#entries.get(userId)?.connections.has(connectionId)) void this.#enter({ userId, connectionId, most: Number.POSITIVE_INFINITY })
  }

  take(request: SeatRequest): Promise<boolean> {
    return this.#enter(request)
  }

  leave(userId: string, connectionId: string): void {
    this.closed(userId, connectionId)
  }

  closed(userId: string, connectionId: string): void {
    const entry = this.#entries.get(userId)
    if (!entry?.connections.delete(connectionId)) return
    void this.#say(userId, (redis) => exitScript.run(redis, { keys: [this.#personKey(userId)], args: [this.#nodes.id] }))
    this.#startGrace(userId, entry)
  }

  async online(userIds: readonly string[]): Promise<ReadonlySet<string>> {
    const elsewhere = userIds.filter((id) => !this.#entries.has(id))
    const found = elsewhere.length === 0 ? [] : await this.#patience.ask((redis) => Promise.all(elsewhere.map((id) => redis.exists(this.#personKey(id)))))
    return new Set([...userIds.filter((id) => this.#entries.has(id)), ...elsewhere.filter((_id, i) => found?.[i] === 1)])
  }

  /** Says that this node lives, says what Redis lacks, and sends the people of dead nodes away. A timer calls it. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined
    })
    return this.#refreshing
  }

  async close(): Promise<void> {
    this.#isClosed = true
    clearInterval(this.#timer)
    await this.#refreshing
    for (const { grace } of this.#entries.values()) clearTimeout(grace)
    for (const userId of this.#entries.keys()) this.#unsaid.add(userId)
    this.#entries.clear()
    await this.#sayAll()
    await this.#patience.ask((redis) => this.#nodes.forget(redis, this.#nodes.id))
  }

  async #enter({ userId, connectionId, most }: SeatRequest): Promise<boolean> {
    const { entry, isNew } = this.#admit(userId, connectionId)
    const limits = Number.isFinite(most) ? [most, ...this.#nodes.silent] : ['']
    const answer = await this.#say(userId, async (redis) => {
      const listed = isNew ? redis.sadd(this.#nodes.peopleKey(this.#nodes.id), userId) : 0
      const [entered] = await Promise.all([enterScript.run(redis, { keys: [this.#personKey(userId)], args: [this.#nodes.id, ...limits] }), listed])
      if (entered === 1) this.#tell(userId, true)
      return entered
    })
    if (answer !== undefined && answer !== -1) return true
    if (answer === undefined && entry.connections.size <= most) {
      if (isNew) this.#tell(userId, true)
      return true
    }
    if (entry.connections.delete(connectionId)) this.#startGrace(userId, entry)
    return false
  }

  #admit(userId: string, connectionId: string): { readonly entry: Entry; readonly isNew: boolean } {
    const known = this.#entries.get(userId)
    const entry: Entry = known ?? { connections: new Set(), grace: undefined }
    clearTimeout(entry.grace)
    entry.connections.add(connectionId)
    this.#entries.set(userId, entry)
    return { entry, isNew: !known }
  }

  #startGrace(userId: string, entry: Entry): void {
    if (entry.connections.size > 0 || this.#entries.get(userId) !== entry) return
    clearTimeout(entry.grace)
    entry.grace = setTimeout(() => {
      this.#entries.delete(userId)
      void this.#say(userId, (redis) => this.#sayLeft(redis, userId, this.#nodes.id))
    }, this.#graceMs).unref()
  }

  /** Tells Redis something about a person. What it does not take is said anew with the next refresh. */
  async #say<Answer>(userId: string, saying: (redis: Redis) => Promise<Answer>): Promise<Answer | undefined> {
    const answer = await this.#patience.ask(saying)
    if (answer === undefined) this.#unsaid.add(userId)
    return answer
  }

  async #sayLeft(redis: Redis, userId: string, nodeId: string): Promise<true> {
    // Told also when the answer comes too late for whoever waits: it is given once.
    const [went] = await Promise.all([
      leaveScript.run(redis, { keys: [this.#personKey(userId)], args: [nodeId] }),
      redis.srem(this.#nodes.peopleKey(nodeId), userId),
    ])
    if (went === 1) this.#tell(userId, false)
    return true
  }

  async #sayHere(redis: Redis, userId: string, sockets: number): Promise<void> {
    const [, came] = await Promise.all([
      redis.sadd(this.#nodes.peopleKey(this.#nodes.id), userId),
      restoreScript.run(redis, { keys: [this.#personKey(userId)], args: [this.#nodes.id, sockets] }),
    ])
    if (came === 1) this.#tell(userId, true)
  }

  async #refresh(): Promise<void> {
    const answer = await this.#patience.ask((redis) => this.#nodes.live(redis))
    if (!answer) return
    if (answer.wasLost) this.#unsaid = new Set(this.#entries.keys())
    await this.#sayAll()
    for (const nodeId of answer.died) await this.#sendAway(nodeId)
  }

  async #sayAll(): Promise<void> {
    const all = [...this.#unsaid]
    for (let from = 0; from < all.length; from += batch) {
      const some = all.slice(from, from + batch)
      for (const userId of some) this.#unsaid.delete(userId)
      const said = await this.#patience.ask(async (redis) => {
        await Promise.all(some.map(async (userId) => {
          const entry = this.#entries.get(userId)
          await (entry ? this.#sayHere(redis, userId, entry.connections.size) : this.#sayLeft(redis, userId, this.#nodes.id))
        }))
        return true
      })
      if (!said) for (const userId of some) this.#unsaid.add(userId)
    }
  }

  async #sendAway(nodeId: string): Promise<void> {
    let left = true
    while (left && !this.#isClosed) {
      left = (await this.#patience.ask((redis) => this.#sendSomeAway(redis, nodeId))) ?? false
    }
  }

  /** False when nobody is left, or another node sends them away. */
  async #sendSomeAway(redis: Redis, nodeId: string): Promise<boolean> {
    if (!(await this.#nodes.claim(redis, nodeId))) return false
    const people = await redis.srandmember(this.#nodes.peopleKey(nodeId), batch)
    await Promise.all(people.map((userId) => this.#sayLeft(redis, userId, nodeId)))
    if (people.length === 0) await this.#nodes.forget(redis, nodeId)
    return people.length > 0
  }

  #personKey(userId: string): string {
    return `${this.#prefix}presence:person:${userId}`
  }

  #tell(userId: string, online: boolean): void {
    for (const listener of this.#listeners) listener(userId, online)
  }
}

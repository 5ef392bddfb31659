import { type CommandInput, type CommandOutput, PalaverError, type Presence } from '@palaver/protocol'
import type { UserCaller } from '../../platform/caller.ts'
import type { Bus } from '../../platform/event.ts'
import type { FanOut } from '../../platform/fan-out/fan-out.ts'
import type { Log } from '../../platform/log.ts'
import type { PresenceRegistry } from '../../platform/presence-registry.ts'
import type { Report } from '../../platform/report.ts'
import type { Runtime } from '../../platform/runtime.ts'
import type { People } from '../people/port.ts'
import { type PresenceRepository, toPresence } from './repository.ts'
import { keepSharingTrue } from './sharing.ts'

export interface PresenceParts {
  readonly repository: PresenceRepository
  readonly registry: PresenceRegistry
  readonly people: Pick<People, 'findByIds'>
  readonly bus: Pick<Bus, 'publish' | 'subscribe'>
  readonly fanOut: Pick<FanOut, 'connections' | 'watch'>
  readonly runtime: Pick<Runtime, 'now'>
  readonly logger: Pick<Log, 'error'>
  readonly report?: Report
}

/** People who come and go within this time are looked up and told together. */
const gatherMs = 100
const longestTimer = 2_147_483_647

/** Presence by interest: tells those who show a person, and nobody else. */
export class PresenceService {
  readonly #parts: PresenceParts
  #changed = new Set<string>()
  #left = new Set<string>()
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> = Promise.resolve()
  readonly #expiries = new Map<string, NodeJS.Timeout>()
  readonly #endSharing: () => void

  constructor(parts: PresenceParts) {
    this.#parts = parts
    parts.registry.onChange((userId, online) => {
      if (online) this.#left.delete(userId)
      else this.#left.add(userId)
      this.#gather(userId)
    })
    parts.fanOut.connections.listen({
      opened: ({ connection }) => parts.registry.opened(connection.userId, connection.id),
      closed: ({ connection }) => parts.registry.closed(connection.userId, connection.id),
    })
    this.#endSharing = keepSharingTrue({
      ...parts,
      presencesOf: async (rows) => {
        const online = await parts.registry.online(rows.map(({ id }) => id))
        return rows.map((row) => toPresence(row, online.has(row.id), parts.runtime.now()))
      },
      queue: (task) => this.#queue(task),
    })
  }

  async set(userId: string, input: CommandInput<'presence.set'>): Promise<CommandOutput<'presence.set'>> {
    const { repository, registry, bus, runtime } = this.#parts
    const stored = await repository.update(userId, input)
    if (!stored) throw new PalaverError('unauthenticated', 'unable to set the presence; the account does not exist')
    const presence = toPresence(stored, (await registry.online([userId])).has(userId), runtime.now())
    bus.publish({ kind: 'presence', payload: { presences: [presence] } })
    this.#expireText(userId, stored.status_text_expires_at)
    return { presence }
  }

  async watch(caller: UserCaller, pairs: CommandInput<'presence.watch'>['people']): Promise<CommandOutput<'presence.watch'>> {
    const { repository, registry, people, fanOut, runtime } = this.#parts
    const follower = fanOut.connections.find(caller.connectionId ?? '')
    const held = new Map(pairs.map(([id, version]) => [id, version]))
    const ids = [...held.keys()]
    const rows = await repository.findWatched(caller.userId, ids)
    const shared = new Map(rows.filter((row) => row.shared || row.id === caller.userId).map((row) => [row.id, row]))
    // Watched before it is known who is online: a change in between is told twice rather than never.
    if (follower) fanOut.watch(follower, new Map(rows.map((row) => [row.id, shared.has(row.id)])))
    const newer = rows.filter((row) => row.profile_version > (held.get(row.id) ?? 0)).map((row) => row.id)
    const [profiles, online] = await Promise.all([newer.length > 0 ? people.findByIds(newer) : [], registry.online([...shared.keys()])])
    const now = runtime.now()
    const presences = ids.map((id): Presence => {
      const row = shared.get(id)
      return row ? toPresence(row, online.has(id), now) : { userId: id, status: 'offline' }
    })
    return { presences, people: profiles }
  }

  /** Tells what is still to tell, stores when people were last seen, and stops. */
  async close(): Promise<void> {
    for (const timer of this.#expiries.values()) clearTimeout(timer)
    this.#expiries.clear()
    this.#endSharing()
    await this.#parts.registry.close()
    clearTimeout(this.#timer)
    this.#tell()
    await this.#running
  }

  #gather(userId: string): void {
    this.#changed.add(userId)
    this.#timer ??= setTimeout(() => this.#tell(), gatherMs).unref()
  }

  #tell(): void {
    this.#timer = undefined
    const changed = [...this.#changed]
    const left = [...this.#left]
    this.#changed = new Set()
    this.#left = new Set()
    if (changed.length === 0) return
    this.#queue(() => this.#tellAll(changed, left))
  }

  #queue(task: () => Promise<void>): void {
    this.#running = this.#running.then(task).catch((err: unknown) => {
      this.#parts.logger.error({ err }, 'unable to tell presence')
      this.#parts.report?.(err, { where: 'presence' })
    })
  }

  async #tellAll(changed: readonly string[], left: readonly string[]): Promise<void> {
    const { repository, registry, bus, runtime } = this.#parts
    if (left.length > 0) await repository.touch(left, new Date(runtime.now()))
    const [stored, online] = await Promise.all([repository.find(changed), registry.online(changed)])
    const now = runtime.now()
    bus.publish({ kind: 'presence', payload: { presences: stored.map((row) => toPresence(row, online.has(row.id), now)) } })
  }

  /** Whoever watches learns that a text ran out, as long as this node lives; later readers leave it out by its time. */
  #expireText(userId: string, at: Date | null): void {
    clearTimeout(this.#expiries.get(userId))
    this.#expiries.delete(userId)
    const inMs = at === null ? -1 : at.getTime() - this.#parts.runtime.now()
    if (inMs <= 0 || inMs > longestTimer) return
    const timer = setTimeout(() => {
      this.#expiries.delete(userId)
      this.#gather(userId)
    }, inMs)
    this.#expiries.set(userId, timer.unref())
  }
}

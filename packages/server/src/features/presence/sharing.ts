import type { Bus, BusMessage } from '../../platform/event.ts'
import { encodeEphemeral } from '../../platform/encode-frame.ts'
import type { Follower } from '../../platform/fan-out/connection.ts'
import type { FanOut } from '../../platform/fan-out/fan-out.ts'
import { Frame } from '../../platform/fan-out/frame.ts'
import type { PresenceRepository } from './repository.ts'

interface SharingParts {
  readonly repository: Pick<PresenceRepository, 'findWatched'>
  readonly bus: Pick<Bus, 'subscribe'>
  readonly fanOut: Pick<FanOut, 'connections' | 'watch'>
  /** Runs a task after those before it; its failure is told elsewhere. */
  readonly queue: (task: () => Promise<void>) => void
}

/** Memberships that end within this time are looked at together. */
const gatherMs = 100

/**
 * Takes presences away from those who no longer share a conversation: who was removed or left stops seeing the others, and they stop
 * seeing them. Only connections of this node are looked at, and only those that the membership concerns. Returns the end of it.
 */
export const keepSharingTrue = ({ repository, bus, fanOut, queue }: SharingParts): (() => void) => {
  let ended = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  const check = async (follower: Follower, ids: readonly string[]): Promise<void> => {
    const rows = await repository.findWatched(follower.connection.userId, ids)
    const shared = new Set(rows.filter((row) => row.shared || row.id === follower.connection.userId).map(({ id }) => id))
    const lost = ids.filter((id) => follower.watched.get(id) && !shared.has(id))
    if (lost.length === 0 || follower.closed) return
    fanOut.watch(follower, new Map([...follower.watched].map(([id, seen]) => [id, seen && !lost.includes(id)])))
    const presences = lost.map((userId) => ({ userId, status: 'offline' as const }))
    follower.connection.send(new Frame([encodeEphemeral('presence.changed', { presences })]))
  }
  const checkAll = async (gone: ReadonlySet<string>): Promise<void> => {
    for (const follower of fanOut.connections.all()) {
      const seen = [...follower.watched].flatMap(([id, presence]) => (presence ? id : []))
      const ids = gone.has(follower.connection.userId) ? seen : seen.filter((id) => gone.has(id))
      if (ids.length > 0) await check(follower, ids)
    }
  }
  const end = bus.subscribe((message: BusMessage) => {
    if (message.kind !== 'events') return
    for (const event of message.events) for (const userId of event.ended ?? []) ended.add(userId)
    if (ended.size === 0) return
    timer ??= setTimeout(() => {
      timer = undefined
      const gone = ended
      ended = new Set()
      queue(() => checkAll(gone))
    }, gatherMs).unref()
  })
  return () => {
    end()
    clearTimeout(timer)
  }
}

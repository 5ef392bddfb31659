import type { Presence } from '@palaver/protocol'
import type { Bus, BusMessage } from '../../platform/event.ts'
import { encodeEphemeral } from '../../platform/encode-frame.ts'
import type { Follower } from '../../platform/fan-out/connection.ts'
import type { FanOut } from '../../platform/fan-out/fan-out.ts'
import { Frame } from '../../platform/fan-out/frame.ts'
import type { PresenceRepository, WatchedRow } from './repository.ts'

interface SharingParts {
  readonly repository: Pick<PresenceRepository, 'findWatched'>
  readonly bus: Pick<Bus, 'subscribe'>
  readonly fanOut: Pick<FanOut, 'connections' | 'watch'>
  /** How these people are now. */
  readonly presencesOf: (rows: readonly WatchedRow[]) => Promise<Presence[]>
  /** Runs a task after those before it; its failure is told elsewhere. */
  readonly queue: (task: () => Promise<void>) => void
}

/** Memberships that begin or end within this time are looked at together. */
const gatherMs = 100

/**
 * Keeps presence to those who share a conversation, as memberships come and go: who was removed or left stops seeing the others and they
 * stop seeing them, who was added begins to. Only connections of this node are looked at, and only those that the membership concerns.
 * Returns the end of it.
 */
export const keepSharingTrue = ({ repository, bus, fanOut, presencesOf, queue }: SharingParts): (() => void) => {
  let moved = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  const check = async (follower: Follower, ids: readonly string[]): Promise<void> => {
    const rows = await repository.findWatched(follower.connection.userId, ids)
    const shared = new Map(rows.filter((row) => row.shared || row.id === follower.connection.userId).map((row) => [row.id, row]))
    const lost = ids.filter((id) => follower.watched.get(id) && !shared.has(id))
    const gained = ids.flatMap((id) => (follower.watched.get(id) === false ? (shared.get(id) ?? []) : []))
    if (lost.length + gained.length === 0 || follower.closed) return
    // Watched before it is known who is online: a change in between is told twice rather than never.
    fanOut.watch(follower, new Map([...follower.watched].map(([id, seen]) => [id, ids.includes(id) ? shared.has(id) : seen])))
    const presences = [...lost.map((userId) => ({ userId, status: 'offline' as const })), ...(await presencesOf(gained))]
    follower.connection.send(new Frame([encodeEphemeral('presence.changed', { presences })]))
  }
  const checkAll = async (people: ReadonlySet<string>): Promise<void> => {
    for (const follower of fanOut.connections.all()) {
      const watched = [...follower.watched.keys()]
      const ids = people.has(follower.connection.userId) ? watched : watched.filter((id) => people.has(id))
      if (ids.length > 0) await check(follower, ids)
    }
  }
  const end = bus.subscribe((message: BusMessage) => {
    if (message.kind !== 'events') return
    for (const event of message.events) {
      if (event.name === 'membership.changed') moved.add(event.id)
      for (const userId of event.ended ?? []) moved.add(userId)
    }
    if (moved.size === 0) return
    timer ??= setTimeout(() => {
      timer = undefined
      const people = moved
      moved = new Set()
      queue(() => checkAll(people))
    }, gatherMs).unref()
  })
  return () => {
    end()
    clearTimeout(timer)
  }
}

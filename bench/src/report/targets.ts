import type { ClientLoads } from '../client/client-loads.ts'
import type { Growth } from '../growth/growth.ts'
import type { CatchUpMeasurement } from '../measure-catch-up.ts'
import type { IdleMeasurement } from '../measure-idle.ts'
import { median } from '../median.ts'
import type { Results } from '../results.ts'
import type { Storm } from '../cluster/storm-result.ts'
import type { WorkloadId } from '../workload.ts'
import { growthOf } from './growth-table.ts'
import { ratioToPeer } from './peer.ts'

/** All files of results that there are. */
export interface Collected {
  readonly results?: Results | undefined
  readonly growth?: Growth | undefined
  readonly client?: ClientLoads | undefined
  readonly storm?: Storm | undefined
}

/** One number that is to be reached: the floor is what an issue about speed must show, the goal is where we are going. */
export interface Target {
  readonly workload: string
  readonly what: string
  /** NaN when it was not measured. */
  readonly measured: number
  readonly floor: number
  readonly goal: number
  readonly better: 'more' | 'less'
}

const maximum = ({ max }: { readonly max: number }): number => max

/** Every number of WL-A to WL-J that has a floor. */
export function targetsOf({ results, growth, client, storm }: Collected): readonly Target[] {
  const measurements = results?.measurements ?? []
  const ratio = (system: 'palaver-postgres' | 'palaver-pglite', workload: WorkloadId): number => ratioToPeer(measurements, { system, workload, of: maximum })
  const p99 = (workload: WorkloadId): number => ratioToPeer(measurements, { system: 'palaver-postgres', workload, of: ({ fixed }) => fixed.outcome.delivery.p99 })
  const more = (workload: string, what: string, measured: number, [floor, goal]: readonly [number, number]): Target => ({ workload, what, measured, floor, goal, better: 'more' })
  const less = (workload: string, what: string, measured: number, [floor, goal]: readonly [number, number]): Target => ({ workload, what, measured, floor, goal, better: 'less' })
  const idle = (workload: WorkloadId, pick: (one: IdleMeasurement) => number): number =>
    median((results?.idle ?? []).filter((one) => one.system === 'palaver-postgres' && one.workload === workload).map(pick))
  const catchUp = (pick: (one: CatchUpMeasurement) => number): number => median((results?.catchUps ?? []).filter((one) => one.system === 'palaver-postgres').map(pick))
  const followed = idle('C50', (one) => one.followed)
  const grown = (pick: (one: Growth['points'][number]) => number): number =>
    growth ? Math.max(...[...Map.groupBy(growth.points, ({ command }) => command).values()].map((own) => growthOf(own.map(pick)))) : NaN
  const ofClient = (pick: (one: ClientLoads['events'][number]) => number): number => median((client?.events ?? []).map(pick))
  const ofScroll = (pick: (one: ClientLoads['scrolls'][number]) => number): number => median((client?.scrolls ?? []).map(pick))
  return [
    more('A', 'deliveries/s, × Socket.IO', ratio('palaver-postgres', 'A'), [15, 30]),
    more('B', 'sent/s, × Socket.IO', ratio('palaver-postgres', 'B'), [1.5, 4]),
    less('B', 'p99 at 300/s, × Socket.IO', p99('B'), [1, 1]),
    more('BM', 'sent/s with marks, × Socket.IO without', ratio('palaver-postgres', 'BM'), [1.5, 4]),
    less('C', 'KiB per client', idle('C', (one) => one.kibPerClient), [18, 14]),
    more('C', 'connects/s', idle('C', (one) => one.connectsPerSecond), [1500, 3000]),
    less('C50', `KiB per client with ${Number.isNaN(followed) ? 50 : followed} conversations followed`, idle('C50', (one) => one.kibPerClient), [18, 14].map((base) => base + ((followed || 50) * 100) / 1024) as [number, number]),
    more('C50', 'connects/s with their sync', idle('C50', (one) => one.connectsPerSecond), [1500, 3000]),
    less('D', 'ms for 1,000 messages', catchUp(({ ms }) => ms), [25, 12]),
    less('D', 'requests', catchUp(({ requests }) => requests), [1, 1]),
    less('D', 'bytes a message', catchUp(({ bytesPerMessage }) => bytesPerMessage), [350, 130]),
    less('E', 'p99, × Socket.IO', p99('E'), [1, 0.5]),
    more('F', 'sent/s, × Socket.IO', ratio('palaver-postgres', 'F'), [5, 10]),
    less('G', 's until all are synced', (storm?.allSyncedMs ?? NaN) / 1000, [30, 15]),
    less('G', 'clients that opened twice', storm?.openedTwice ?? NaN, [0, 0]),
    more('H', 'A on PGlite, × Socket.IO + PostgreSQL', ratio('palaver-pglite', 'A'), [5, 15]),
    more('H', 'B on PGlite, × Socket.IO + PostgreSQL', ratio('palaver-pglite', 'B'), [1, 2]),
    less('I', 'dearest growth of a command, time', grown(({ ms }) => ms), [1.5, 1.2]),
    less('I', 'growth of a send with its members, p50', growthOf((growth?.members ?? []).map(({ p50 }) => p50)), [1.5, 1.2]),
    less('J', 'renders of a component for an event', ofClient(({ rendersPerEvent: { timeline, item } }) => Math.max(timeline, item)), [1, 1]),
    less('J', 'renders of what an event does not concern', ofClient(({ rendersPerEvent: { status } }) => status), [0, 0]),
    less('J', 'ms of the main thread for a frame while scrolling', ofScroll((one) => one.mainThreadMsPerFrame), [8, 4]),
    less('J', 'long tasks while scrolling', ofScroll((one) => one.longTasks), [0, 0]),
  ]
}

/** Whether a number reaches a bound; undefined when it was not measured. */
export const reaches = ({ measured, better }: Target, bound: number): boolean | undefined =>
  Number.isFinite(measured) ? (better === 'more' ? measured >= bound : measured <= bound) : undefined

import type { Run } from '../results.ts'
import type { MemberPoint } from './members.ts'
import type { GrowthPoint } from './messages.ts'

/** Everything that grew, as written to growth.json. */
export interface Growth extends Run {
  readonly points: readonly GrowthPoint[]
  readonly members: readonly MemberPoint[]
}

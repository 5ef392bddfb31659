import { differing, visibleTo } from './checks/alike.ts'
import { lost, lostEdits } from './checks/kept.ts'
import { doubled, misplaced } from './checks/order.ts'
import { misstreamed } from './checks/streamed.ts'
import { lostWishes } from './checks/wished.ts'
import type { ClientView, Evidence } from './evidence.ts'
import type { Violation } from './violation.ts'

function* ofClient({ client, userId, conversations: list }: ClientView, { truth, fresh }: Evidence, how: string): Generator<Violation> {
  const name = `${client} (${how})`
  yield* doubled(name, list)
  yield* differing({ name, list }, { name: 'the database', list: visibleTo(userId, truth) }, 'INV-4')
  if (how !== 'resumed') return
  const other = fresh.find((each) => each.userId === userId)?.conversations ?? []
  yield* differing({ name, list }, { name: 'a fresh client', list: other }, 'INV-7')
}

/** Holds the evidence against INV-1 to INV-7 (docs/proof.md); an empty list means that all of them hold. */
export const check = (evidence: Evidence): readonly Violation[] => [
  ...evidence.noticed,
  ...lost(evidence),
  ...lostEdits(evidence),
  ...lostWishes(evidence),
  ...misstreamed(evidence),
  ...misplaced(evidence),
  ...evidence.live.flatMap((view) => [...ofClient(view, evidence, 'live')]),
  ...evidence.resumed.flatMap((view) => [...ofClient(view, evidence, 'resumed')]),
  ...evidence.fresh.flatMap((view) => [...ofClient(view, evidence, 'fresh')]),
]

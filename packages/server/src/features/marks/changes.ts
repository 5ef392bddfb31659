import { type EphemeralPayload, type Mark, PalaverError } from '@palaver/protocol'
import { requireAt } from '../../platform/writer/require-at.ts'
import type { AloneKind, Outcome } from '../../platform/writer/change.ts'

/** One member's marks in one conversation, as far as they should come. */
export interface MarkChange {
  readonly conversationId: string
  readonly userId: string
  readonly delivered: number
  readonly read: number
}

type MovedMarks = EphemeralPayload<'marks.moved'>

const moved = 0
const stood = 1
const lockedElsewhere = 5

type Row = readonly [outcome: number, delivered: number, read: number, marksRevision: number, isLarge: boolean]
type Merged = { c: string; s: string; d: number; r: number; n: number }

/** Marks: moves of one member in one conversation become one, and all of a batch are one call of palaver_move_marks. */
export const moveMarks: AloneKind<MarkChange, undefined> = {
  name: 'marks',
  endsBatch: false,
  // Monotonic and capped under the lock, so their place among messages changes nothing.
  commutes: true,
  repeatable: true,
  async writeAlone(sql, run) {
    const merged = new Map<string, Merged>()
    const places = run.map((change) => merge(merged, change))
    const batch = [...merged.values()]
    const answers = await sql.query<{ rows: readonly Row[] }>(
      'SELECT palaver_move_marks($1::uuid[], $2::json) AS rows',
      [[...new Set(batch.map((entry) => entry.c))], JSON.stringify(batch)],
      'marks.move',
    )
    const { rows } = requireAt(answers, 0)
    const outcomes = places.map((place) => requireAt(rows, place))
    const skipped = outcomes.flatMap(([outcome], index) => (outcome === lockedElsewhere ? [index] : []))
    return { outcomes: outcomes.map(outcomeOf), events: [], ...movedMarks(batch, rows), skipped, outboxId: null }
  },
}

function merge(merged: Map<string, Merged>, { conversationId, userId, delivered, read }: MarkChange): number {
  const key = conversationId + userId
  const entry = merged.get(key)
  if (!entry) {
    const n = merged.size
    merged.set(key, { n, c: conversationId, s: userId, d: delivered, r: read })
    return n
  }
  entry.d = Math.max(entry.d, delivered)
  entry.r = Math.max(entry.r, read)
  return entry.n
}

const outcomeOf = ([outcome]: Row): Outcome<undefined> =>
  outcome === moved || outcome === stood
    ? { ok: true, result: undefined }
    : { ok: false, error: new PalaverError('not_found', 'unable to move marks; there is no such conversation') }

/** What moved: for everybody who follows the conversation, or, in large ones, for the other devices of each member. */
function movedMarks(batch: readonly Merged[], rows: readonly Row[]): { readonly marks: readonly MovedMarks[]; readonly ownMarks: readonly MovedMarks[] } {
  const conversations = new Map<string, { conversationId: string; marksRevision: number; marks: Mark[] }>()
  const ownMarks: MovedMarks[] = []
  batch.forEach((entry, n) => {
    const [outcome, delivered, read, marksRevision, isLarge] = requireAt(rows, n)
    if (outcome !== moved) return
    const mark = { userId: entry.s, delivered, read }
    const known = conversations.get(entry.c)
    if (isLarge) ownMarks.push({ conversationId: entry.c, marksRevision, marks: [mark] })
    else if (known) known.marks.push(mark)
    else conversations.set(entry.c, { conversationId: entry.c, marksRevision, marks: [mark] })
  })
  return { marks: [...conversations.values()], ownMarks }
}

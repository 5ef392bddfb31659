/** The interval that an event or an answer covers: everything above `after` up to `revision`. */
export interface Interval {
  readonly after: number
  readonly revision: number
}

/** What to do with an event. */
export type CursorDecision = 'apply' | 'drop' | 'gap'

/** The cursor rule: apply if `after <= mine < revision`, drop if `revision <= mine`, otherwise something is missing between. */
export const decide = (mine: number, event: Interval): CursorDecision => {
  if (event.revision <= mine) return 'drop'
  return event.after <= mine ? 'apply' : 'gap'
}

/** Takes the applicable events out of those that were held, in order; `cursor` is where they lead. */
export const drainHeld = <E extends Interval>(mine: number, held: readonly E[]): { ready: E[]; held: E[]; cursor: number } => {
  const ready: E[] = []
  const left: E[] = []
  let cursor = mine
  // Where one leaves a gap, every later one does.
  for (const event of [...held].sort((a, b) => a.after - b.after || a.revision - b.revision)) {
    const decision = decide(cursor, event)
    if (decision === 'gap') left.push(event)
    else if (decision === 'apply') {
      ready.push(event)
      cursor = event.revision
    }
  }
  return { ready, held: left, cursor }
}

/** Takes rows in by the higher revision; the same map when nothing changed. */
export const mergeByRevision = <Row extends { readonly revision: number }>(
  held: ReadonlyMap<string, Row>,
  rows: readonly Row[],
  keyOf: (row: Row) => string,
): ReadonlyMap<string, Row> => {
  let next: Map<string, Row> | undefined
  for (const row of rows) {
    const key = keyOf(row)
    const old = (next ?? held).get(key)
    if (old && old.revision >= row.revision) continue
    next ??= new Map(held)
    next.set(key, row)
  }
  return next ?? held
}

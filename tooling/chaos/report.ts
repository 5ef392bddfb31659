import type { Counts } from './counts.ts'
import { type FaultName, faultNames } from './faults.ts'
import type { MoveCounts } from './moves.ts'
import type { Invariant, Violation } from './violation.ts'

/** What came out of a run: `violations` is empty when every invariant held. */
export interface ChaosReport extends Counts {
  readonly seed: number
  readonly seconds: number
  readonly faults: Readonly<Partial<Record<FaultName, number>>>
  readonly moves: Readonly<MoveCounts>
  readonly violations: readonly Violation[]
}

const shownViolations = 60

const countOf = (violations: readonly Violation[], invariant: Invariant): number => violations.filter((each) => each.invariant === invariant).length

const placeOf = ({ conversationId, position, client }: Violation): string =>
  Object.entries({ client, conversation: conversationId, position })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')

/** The table at the end of a run. */
export const printReport = (report: ChaosReport): string => {
  const { violations, moves, kinds, changed, streams } = report
  const other = violations.filter(({ invariant }) => !['INV-1', 'INV-2', 'INV-3'].includes(invariant)).length
  const rows: readonly (readonly [string, number] | undefined)[] = [
    ...faultNames.map((name) => [name, report.faults[name] ?? 0] as const).filter(([, count]) => count > 0),
    ['faults injected', Object.values(report.faults).reduce((sum, count) => sum + count, 0)],
    undefined,
    ['joins', moves.joins],
    ['removals', moves.removals],
    ['changes of settings', moves.settings],
    ['messages written', report.written],
    ['messages refused (after a removal, or about a deleted message)', report.refused],
    ['messages undone by the restored backup', report.undone],
    undefined,
    ['messages acknowledged', report.acknowledged],
    ['  polls among them', kinds.poll],
    ['  replies in threads', kinds.reply],
    ['  to disappear, and gone', kinds.disappearing],
    ['  for one other member only', kinds.restricted],
    ['  calling somebody by name', kinds.mention],
    ['  urgent', kinds.urgent],
    ['  forwarded, with whose words they are', kinds.forward],
    ['streams begun', streams.begun],
    ['  finished or cancelled by their authors', streams.ended],
    ['edits acknowledged', report.edited],
    ['reactions, pins and deletions acknowledged', changed.reaction + changed.pin + changed.deletion],
    ['acknowledgements of urgent messages', changed.acknowledgement],
    ['votes acknowledged', changed.vote],
    ['drafts acknowledged', changed.draft],
    ['messages saved and hidden, and the other way, acknowledged', changed.saved + changed.hidden],
    ['reminders set and taken away', changed.reminder],
    ['messages reported', changed.flag],
    ['scheduled messages: made, changed, cancelled', changed.scheduled],
    ['scheduled messages: sent at their time', report.sentLater],
    ['lost', countOf(violations, 'INV-1')],
    ['doubled', countOf(violations, 'INV-3')],
    ['reordered', countOf(violations, 'INV-2')],
    ['other violations (INV-4 to INV-7)', other],
  ]
  const width = Math.max(...rows.map((row) => row?.[0].length ?? 0))
  const table = rows.map((row) => (row ? `  ${row[0].padEnd(width)}  ${String(row[1]).padStart(7)}` : ''))
  const shown = violations.slice(0, shownViolations).map((each) => [`${each.invariant} broken: ${each.what}`, `(${placeOf(each)})`, ...(each.before ?? [])].join('\n      '))
  const more = violations.length > shownViolations ? [`and ${violations.length - shownViolations} more`] : []
  const verdict = violations.length === 0 ? `INV-1 to INV-7 hold (seed ${report.seed})` : `BROKEN; repeat it with --seed ${report.seed}`
  return [...table, '', ...shown, ...more, verdict].join('\n')
}

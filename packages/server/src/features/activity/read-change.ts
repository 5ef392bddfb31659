import type { CommandInput } from '@palaver/protocol'
import { definePrivateChange } from '../private-rows/port.ts'

const row = { kind: 'activity', key: 'read' } as const

/** The mark of what was looked at: it only moves forward, and not past the database's clock. */
export const moveReadMark = definePrivateChange<CommandInput<'activity.read'>>({
  name: 'activity.read',
  doing: 'mark the activity as read',
  rowsOf: () => [row],
  decide: (input, { now, find }) => {
    const readTo = Math.min(input.readTo, now)
    return readTo > (find(row)?.value?.readTo ?? -1) ? [{ ...row, value: { readTo } }] : []
  },
})

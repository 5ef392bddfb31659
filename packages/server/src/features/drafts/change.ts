import { type CommandInput, PalaverError } from '@palaver/protocol'
import { Places } from '../members/port.ts'
import { definePrivateChange } from '../private-rows/port.ts'

const rowOf = (conversationId: string) => ({ kind: 'draft', key: conversationId }) as const

/** Keeping drafts: what was written later stays, on whichever device, also where it was to take the draft away. */
export const setDrafts = definePrivateChange<CommandInput<'draft.set'>, Places>({
  name: 'drafts.set',
  doing: 'keep the draft',
  rowsOf: ({ conversationId }) => [rowOf(conversationId)],
  prepare: (tx, run) => Places.read(tx, run.map(({ input, callerId }) => [input.conversationId, callerId] as const)),
  decide: ({ conversationId, text, replyToId, editedAt: given }, { callerId, now, find }, places) => {
    if (!places.findActive(conversationId, callerId)) return new PalaverError('not_found', 'unable to keep the draft; there is no such conversation')
    const row = rowOf(conversationId)
    // A clock that is ahead must not keep later words out.
    const editedAt = Math.min(given, now)
    if ((find(row)?.changedAt ?? 0) > editedAt) return []
    return [{ ...row, value: text === '' ? undefined : { text, ...(replyToId ? { replyToId } : {}), editedAt }, changedAt: editedAt }]
  },
})

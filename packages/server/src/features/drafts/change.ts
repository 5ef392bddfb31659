import { type CommandInput, PalaverError } from '@palaver/protocol'
import type { Sql } from '../../platform/sql.ts'
import { Places } from '../members/port.ts'
import { type NamedMessage, ReadableMessages } from '../messages/port.ts'
import { definePrivateChange } from '../private-rows/port.ts'

type Input = CommandInput<'draft.set'>

interface Facts {
  readonly places: Places
  /** The roots of the threads; not asked for where all is of conversations. */
  readonly roots?: ReadableMessages
}

const rowOf = ({ conversationId, threadId }: Input) => ({ kind: 'draft', key: threadId ?? conversationId }) as const
const rootOf = (userId: string, { conversationId, threadId }: Input): NamedMessage[] => (threadId === undefined ? [] : [{ userId, conversationId, messageId: threadId }])

/** Keeping drafts: what was written later stays, on whichever device, also where it was to take the draft away. */
export const setDrafts = definePrivateChange<Input, Facts>({
  name: 'drafts.set',
  doing: 'keep the draft',
  rowsOf: (input) => [rowOf(input)],
  prepare: async (tx: Sql, run) => {
    const places = await Places.read(tx, run.map(({ input, callerId }) => [input.conversationId, callerId] as const))
    const roots = run.flatMap(({ input, callerId }) => rootOf(callerId, input))
    return roots.length > 0 ? { places, roots: await ReadableMessages.read(tx, roots) } : { places }
  },
  decide: (input, { callerId, now, find }, { places, roots }) => {
    const { conversationId, threadId, text, replyToId, editedAt: given } = input
    if (!places.findActive(conversationId, callerId)) return new PalaverError('not_found', 'unable to keep the draft; there is no such conversation')
    if (!rootOf(callerId, input).every((root) => roots?.has(root))) return new PalaverError('not_found', 'unable to keep the draft; there is no such thread', { path: '/threadId' })
    const row = rowOf(input)
    // A clock that is ahead must not keep later words out.
    const editedAt = Math.min(given, now)
    if ((find(row)?.changedAt ?? 0) > editedAt) return []
    const value = { ...(threadId !== undefined && { conversationId }), text, ...(replyToId !== undefined && { replyToId }), editedAt }
    return [{ ...row, value: text === '' ? undefined : value, changedAt: editedAt }]
  },
})

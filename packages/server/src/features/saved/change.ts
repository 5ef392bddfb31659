import { type CommandInput, PalaverError } from '@palaver/protocol'
import { ReadableMessages } from '../messages/port.ts'
import { definePrivateChange } from '../private-rows/port.ts'

const rowOf = (messageId: string) => ({ kind: 'saved', key: messageId }) as const

/** Saving messages; one that is saved already keeps its time. */
export const addSaved = definePrivateChange<CommandInput<'saved.add'>, ReadableMessages>({
  name: 'saved.add',
  doing: 'save the message',
  rowsOf: ({ messageId }) => [rowOf(messageId)],
  prepare: (tx, run) => ReadableMessages.read(tx, run.map(({ callerId, input }) => ({ userId: callerId, ...input }))),
  decide: ({ conversationId, messageId }, { callerId, now, find }, readable) => {
    if (!readable.has({ userId: callerId, conversationId, messageId })) return new PalaverError('not_found', 'unable to save the message; there is no such message')
    const row = rowOf(messageId)
    return find(row)?.value ? [] : [{ ...row, value: { conversationId, savedAt: now } }]
  },
})

/** Taking them away. */
export const removeSaved = definePrivateChange<CommandInput<'saved.remove'>>({
  name: 'saved.remove',
  doing: 'take the message away',
  rowsOf: ({ messageId }) => [rowOf(messageId)],
  decide: ({ messageId }) => [{ ...rowOf(messageId), value: undefined }],
})

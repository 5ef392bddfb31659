import { type CommandInput, PalaverError } from '@palaver/protocol'
import { ReadableMessages } from '../messages/port.ts'
import { definePrivateChange } from '../private-rows/port.ts'

const rowOf = (messageId: string) => ({ kind: 'hidden', key: messageId }) as const
const rowsOf = ({ messageIds }: { readonly messageIds: readonly string[] }) => messageIds.map(rowOf)

/** Deleting messages for oneself; those that cannot be read need not be hidden, and are left out. */
export const hideMessages = definePrivateChange<CommandInput<'message.hide'>, ReadableMessages>({
  name: 'hidden.hide',
  doing: 'delete the messages for you',
  rowsOf,
  prepare: (tx, run) => ReadableMessages.read(tx, run.flatMap(({ callerId, input }) => input.messageIds.map((messageId) => ({ userId: callerId, conversationId: input.conversationId, messageId }))), { deleted: true }),
  decide: ({ conversationId, messageIds }, { callerId }, readable) => {
    const found = messageIds.filter((messageId) => readable.has({ userId: callerId, conversationId, messageId }))
    if (found.length === 0) return new PalaverError('not_found', 'unable to delete the messages for you; there are no such messages')
    return found.map((messageId) => ({ ...rowOf(messageId), value: { conversationId } }))
  },
})

/** Showing them again. */
export const unhideMessages = definePrivateChange<CommandInput<'message.unhide'>>({
  name: 'hidden.unhide',
  doing: 'show the messages again',
  rowsOf,
  decide: ({ messageIds }) => messageIds.map((messageId) => ({ ...rowOf(messageId), value: undefined })),
})

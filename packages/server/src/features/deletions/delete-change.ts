import { type MemberRole, mayDelete } from '@palaver/core'
import { PalaverError } from '@palaver/protocol'
import { defineMessageChange, type MessageChange, noParts } from '../messages/port.ts'
import { forgetWords } from '../search/port.ts'
import { takeStreamed } from '../streams/port.ts'
import { moveAway, readSenderRoles } from './repository.ts'

/** Deleting for everyone: what it said moves to where only auditors read. */
export const deleteMessages = defineMessageChange<MessageChange, ReadonlyMap<string, MemberRole>>({
  name: 'deletions.delete',
  doing: 'delete the message',
  permission: 'message.delete',
  ofDeleted: true,
  ofOpen: true,
  ofRestricted: true,
  prepare: readSenderRoles,
  decide({ callerId, appRole }, { message, conversation, place }, senderRoles) {
    const seat = { me: callerId, appRole, memberRole: place.role, conversationType: conversation.type, senderRole: senderRoles.get(message.id) }
    if (!mayDelete(message, seat)) return new PalaverError('forbidden', 'unable to delete the message; it is not yours, and you are not above who sent it')
    if (message.content.kind === 'deleted') return 'same'
    // Its time stays, so that by then what auditors read goes, too.
    return { content: { kind: 'deleted', by: callerId, at: conversation.now }, custom: undefined, parts: { ...noParts, expiresAt: message.expiresAt } }
  },
  async store(tx, accepted) {
    const forgotten = forgetWords(tx, accepted.map(({ change: { conversationId }, before: { position } }) => ({ conversationId, position })))
    await Promise.all([forgotten, takeStreamed(tx, accepted).then((texts) => moveAway(tx, texts))])
  },
})

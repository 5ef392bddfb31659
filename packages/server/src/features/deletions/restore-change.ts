import { mayRestore } from '@palaver/core'
import { PalaverError } from '@palaver/protocol'
import { defineMessageChange, type MessageChange } from '../messages/port.ts'
import { type DeletedText, moveBack, readTexts } from './repository.ts'

/** Undoing a deletion. */
export interface RestoreChange extends MessageChange {
  /** How long after the deletion that is possible, in milliseconds. */
  readonly windowMs: number
}

/** Undoing a deletion: the row is as before, but for its revision. */
export const restoreMessages = defineMessageChange<RestoreChange, ReadonlyMap<string, DeletedText>>({
  name: 'deletions.restore',
  doing: 'restore the message',
  permission: 'message.delete',
  ofDeleted: true,
  ofRestricted: true,
  prepare: readTexts,
  decide({ callerId, windowMs }, { message, conversation }, texts) {
    if (message.content.kind !== 'deleted') return 'same'
    if (!mayRestore(message, { me: callerId, now: conversation.now, windowMs })) {
      const reason = message.content.by === callerId ? 'the time for it is over' : 'somebody else deleted it'
      return new PalaverError('forbidden', `unable to restore the message; ${reason}`)
    }
    return texts.get(message.id) ?? new PalaverError('not_found', 'unable to restore the message; what it said is kept no longer')
  },
  store: moveBack,
})

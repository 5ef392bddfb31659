import { PalaverError } from '@palaver/protocol'
import type { SendOption } from '../messages/port.ts'
import { sendRestricted } from './change.ts'

/** The option `visibleTo` of a send. What calls for others to do something with the message does not go with it. */
export const restrictedOption: SendOption = ({ visibleTo, threadId, urgent, content }) => {
  if (visibleTo === undefined) return undefined
  if (threadId !== undefined) throw incompatible('a reply in a thread is for all who read it')
  if (urgent) throw incompatible('an urgent message is for all')
  if (content.kind === 'poll') throw incompatible('a poll is for all')
  return { parts: { visibleTo }, permissions: ['message.restrict'], writtenBy: sendRestricted }
}

const incompatible = (reason: string) => new PalaverError('invalid_input', `unable to send; ${reason}`, { path: '/visibleTo' })

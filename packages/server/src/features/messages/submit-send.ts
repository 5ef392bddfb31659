import { type CommandOutput, PalaverError } from '@palaver/protocol'
import type { UserCaller } from '../../platform/caller.ts'
import { Replay } from '../../platform/commands.ts'
import type { Runtime } from '../../platform/runtime.ts'
import type { Sql } from '../../platform/sql.ts'
import type { Writer } from '../../platform/writer/change.ts'
import { clientIdTaken, sendMessages } from './changes.ts'
import { findSent } from './repository.ts'
import type { SendChange } from './send-change.ts'
import type { SendExtras } from './send-option.ts'

type Sent = CommandOutput<'message.send'>

/** What sending is made of. */
export interface SendParts {
  readonly sql: Sql
  readonly writer: Writer
  readonly runtime: Pick<Runtime, 'newId'>
}

/** By what a send that comes again is known. */
export type Sending = Pick<SendChange, 'conversationId' | 'clientId' | 'hash'>

/** The message itself. */
export type ReadyMessage = Omit<SendChange, keyof Sending | 'senderId' | 'appRole' | 'id'> & Pick<SendExtras, 'writtenBy'> & { readonly id?: string }

/**
 * Sends one message. What `makeReady` refuses today may have been sent when it was allowed; then it gets its first answer, as every
 * repeated clientId does.
 */
export async function submitSend(parts: SendParts, sending: Sending, caller: UserCaller, makeReady: () => Promise<ReadyMessage>): Promise<Sent | Replay<Sent>> {
  let ready: ReadyMessage
  try {
    ready = await makeReady()
  } catch (error) {
    if (!(error instanceof PalaverError)) throw error
    return await replayOr(error, parts.sql, sending, caller)
  }
  const { writtenBy = sendMessages, ...message } = ready
  const { result, replay } = await parts.writer.submit(writtenBy, { ...sending, senderId: caller.userId, appRole: caller.role, id: parts.runtime.newId(), ...message })
  return replay ? new Replay(result) : result
}

async function replayOr(error: PalaverError, sql: Sql, { conversationId, clientId, hash }: Sending, { userId }: UserCaller): Promise<Replay<Sent>> {
  const first = await findSent(sql, { conversationId, senderId: userId, clientId })
  if (!first) throw error
  if (first.hash !== hash) throw clientIdTaken()
  return new Replay(first.sent)
}

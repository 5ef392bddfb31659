import { hash } from 'node:crypto'
import { forwardedFromOf, mayForward } from '@palaver/core'
import { type CommandInput, PalaverError } from '@palaver/protocol'
import type { Commands } from '../../platform/commands.ts'
import type { Sql } from '../../platform/sql.ts'
import { findMessage, type ReadyMessage, type SendParts, submitSend } from '../messages/port.ts'

/** Binds `message.forward`. */
export function createForwards({ commands, ...parts }: SendParts & { readonly commands: Commands }): void {
  commands.bindUser('message.forward', ({ conversationId, clientId, from }, caller) =>
    submitSend(parts, { conversationId, clientId, hash: hashSource(from) }, caller, () => copyOf(parts.sql, from, caller.userId)),
  )
}

type Source = CommandInput<'message.forward'>['from']

/** Another form than that of any `message.send`, so one clientId never answers for both. */
const hashSource = ({ conversationId, messageId }: Source): string => hash('sha256', JSON.stringify({ from: { conversationId, messageId } }), 'hex')

async function copyOf(sql: Sql, { conversationId, messageId }: Source, userId: string): Promise<ReadyMessage> {
  const source = await findMessage(sql, conversationId, userId, messageId)
  if (!source) throw new PalaverError('not_found', 'unable to forward the message; there is no such message', { path: '/from/messageId' })
  if (!mayForward(source)) throw new PalaverError('forbidden', 'unable to forward the message; it is not of a kind that can be', { path: '/from/messageId' })
  return { content: source.content, parts: { forwardedFrom: forwardedFromOf(source) } }
}

import { isWideMention } from '@palaver/core'
import { PalaverError } from '@palaver/protocol'
import type { Sql } from '../../platform/sql.ts'
import type { SendOption } from '../messages/port.ts'
import { readMembersAmong } from './repository.ts'

/** The option `mentions` of a send. */
export const createMentions =
  ({ sql }: { readonly sql: Sql }): SendOption =>
  ({ conversationId, mentions }, { userId }) => {
    if (!mentions) return undefined
    const extras = { parts: { mentions }, ...(isWideMention(mentions) && { permissions: ['mention.wide' as const] }) }
    const { userIds } = mentions
    return userIds ? requireMembers(sql, { conversationId, callerId: userId, userIds }).then(() => extras) : extras
  }

interface Named {
  readonly conversationId: string
  readonly callerId: string
  readonly userIds: readonly string[]
}

/** Not looked at again under the lock: a mention gives nobody access, so it does no harm to somebody who has just gone. */
async function requireMembers(sql: Sql, { conversationId, callerId, userIds }: Named): Promise<void> {
  const members = await readMembersAmong(sql, conversationId, [callerId, ...userIds])
  // A stranger is told by the writer what every stranger is told, and nothing of who is a member.
  const missing = members.has(callerId) ? userIds.findIndex((id) => !members.has(id)) : -1
  if (missing >= 0) throw new PalaverError('not_found', 'unable to send; somebody who is mentioned is not a member', { path: `/mentions/userIds/${missing}` })
}

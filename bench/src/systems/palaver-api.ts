import { randomUUID } from 'node:crypto'
import type { CommandInput, CommandName, CommandOutput } from '@palaver/protocol'
import type { ClientPlan } from '../generator/plan.ts'
import { inParallel } from '../in-parallel.ts'
import { conversationCount, conversationsOf, memberAt, type Workload } from '../workload.ts'

export interface SignUp {
  readonly port: number
  readonly appKey: string
  readonly workload: Workload
}

type User = CommandOutput<'token.mint'>

/** Makes every user and conversation of the workload through the REST door, as a host's backend does. */
export async function signUp({ port, appKey, workload }: SignUp): Promise<{ clients: readonly ClientPlan[]; conversationIds: readonly string[] }> {
  const call = callerOf(port)
  const users = await inParallel(workload.people, (n) =>
    call('token.mint', '/v1/tokens', appKey, { externalId: `user-${n}`, name: `User ${n}`, expiresInSeconds: 86_400 }))
  const conversations = await inParallel(conversationCount(workload), (n) => {
    const [owner, ...others] = Array.from({ length: workload.members }, (_, slot) => users[memberAt(workload, n, slot)]!)
    if (!owner) throw new Error('unable to make a conversation; it has no members')
    return makeConversation(call, owner, others)
  })
  const clients = users.map(({ accessToken }, n) => ({
    token: accessToken,
    follows: conversationsOf(workload, n).map((at) => {
      const made = conversations[at]
      if (!made) throw new Error(`unable to plan client ${n}; conversation ${at} is missing`)
      return [made.conversation.id, made.head.revision, made.head.marksRevision] as const
    }),
  }))
  return { clients, conversationIds: conversations.map(({ conversation }) => conversation.id) }
}

/** Runs a command; without input as a GET. */
type Call = <Name extends CommandName>(name: Name, path: string, token: string, input?: CommandInput<Name>) => Promise<CommandOutput<Name>>

// As many as the contract lets somebody add at once.
const addedAtOnce = 100

async function makeConversation(call: Call, owner: User, others: readonly User[]) {
  const [other] = others
  if (others.length === 1 && other) return call('conversation.direct', '/v1/conversations/direct', owner.accessToken, { userId: other.userId })
  const ids = others.map(({ userId }) => userId)
  const made = await call('conversation.create', '/v1/conversations', owner.accessToken, {
    clientId: randomUUID(),
    type: 'group',
    name: 'Load',
    memberIds: ids.slice(0, addedAtOnce),
  })
  if (ids.length <= addedAtOnce) return made
  const { id: conversationId } = made.conversation
  for (let at = addedAtOnce; at < ids.length; at += addedAtOnce) {
    await call('member.add', `/v1/conversations/${conversationId}/members`, owner.accessToken, { conversationId, userIds: ids.slice(at, at + addedAtOnce) })
  }
  return call('conversation.get', `/v1/conversations/${conversationId}`, owner.accessToken)
}

const callerOf = (port: number): Call => async (name, path, token, input) => {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(input === undefined ? {} : { method: 'POST', body: JSON.stringify(input) }),
  })
  const body = await response.text()
  if (!response.ok) throw new Error(`unable to run ${name}; ${response.status} ${body}`)
  return JSON.parse(body) as CommandOutput<typeof name>
}

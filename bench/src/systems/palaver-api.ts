import { randomUUID } from 'node:crypto'
import type { CommandInput, CommandName, CommandOutput } from '@palaver/protocol'
import type { ClientPlan } from '../generator/plan.ts'
import { inParallel } from '../in-parallel.ts'
import { clientCount, type Workload } from '../workload.ts'

export interface SignUp {
  readonly port: number
  readonly appKey: string
  readonly workload: Workload
}

type User = CommandOutput<'token.mint'>

/** Makes every user and conversation of the workload through the REST door, as a host's backend does. */
export async function signUp({ port, appKey, workload }: SignUp): Promise<readonly ClientPlan[]> {
  const call = caller(port)
  const users = await inParallel(clientCount(workload), (n) =>
    call('token.mint', '/v1/tokens', appKey, { externalId: `user-${n}`, name: `User ${n}`, expiresInSeconds: 86_400 }))
  const conversations = await inParallel(workload.conversations, (n) => {
    const [owner, ...others] = users.slice(n * workload.members, (n + 1) * workload.members)
    if (!owner) throw new Error('unable to make a conversation; it has no members')
    return makeConversation(call, owner, others)
  })
  return users.map(({ accessToken }, n) => {
    const made = conversations[Math.floor(n / workload.members)]
    if (!made) throw new Error(`unable to plan client ${n}; its conversation is missing`)
    return { conversationId: made.conversation.id, token: accessToken, cursor: [made.head.revision, made.head.marksRevision] }
  })
}

type Call = <Name extends CommandName>(name: Name, path: string, token: string, input: CommandInput<Name>) => Promise<CommandOutput<Name>>

function makeConversation(call: Call, owner: User, others: readonly User[]) {
  const [other] = others
  if (others.length === 1 && other) return call('conversation.direct', '/v1/conversations/direct', owner.accessToken, { userId: other.userId })
  return call('conversation.create', '/v1/conversations', owner.accessToken, {
    clientId: randomUUID(),
    type: 'group',
    name: 'Load',
    memberIds: others.map(({ userId }) => userId),
  })
}

const caller = (port: number): Call => async (name, path, token, input) => {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  })
  const body = await response.text()
  if (!response.ok) throw new Error(`unable to run ${name}; ${response.status} ${body}`)
  return JSON.parse(body) as CommandOutput<typeof name>
}

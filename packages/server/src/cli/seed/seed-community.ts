import type { CommandInput, CommandName, CommandOutput } from '@palaver/protocol'
import type { Palaver } from '../../palaver.ts'
import type { UserCaller } from '../../platform/caller.ts'
import type { Database } from '../../platform/database.ts'
import type { Community, SeededConversation } from './seed-file.ts'

const minute = 60_000

/** A line of a conversation, at its time. */
interface Line {
  readonly who: string
  readonly text: string
  readonly at: number
}

const linesOf = ({ lines, hoursAgo, pace }: SeededConversation, now: number): readonly Line[] =>
  lines.map((line, index) => {
    const colon = line.indexOf(': ')
    // A little uneven, as people are.
    const at = now - hoursAgo * 60 * minute - (lines.length - 1 - index) * pace * minute + ((index * 37) % 11) * 1000
    return { who: line.slice(0, colon), text: line.slice(colon + 2), at }
  })

/** Gives messages the times that they are told to have; no command can, since the database's clock stamps them. */
async function backdate(database: Database, conversationId: string, lines: readonly Line[]): Promise<void> {
  const seconds = lines.map(({ at }) => at / 1000)
  await database.query(
    `UPDATE messages m SET created_at = to_timestamp(t.seconds)
     FROM unnest($2::float8[]) WITH ORDINALITY AS t(seconds, position) WHERE m.conversation_id = $1 AND m.position = t.position`,
    [conversationId, seconds],
  )
  const span = [conversationId, (seconds[0] ?? 0) - 60, seconds.at(-1) ?? 0]
  await database.query('UPDATE conversations SET created_at = to_timestamp($2), activity_at = to_timestamp($3) WHERE id = $1', span)
  await database.query('UPDATE members SET joined_at = to_timestamp($2) WHERE conversation_id = $1', span.slice(0, 2))
}

/** Seeds a community through the commands of the server. Returns how much there is then. */
export async function seedCommunity(palaver: Palaver, community: Community): Promise<{ people: number; conversations: number; messages: number }> {
  const now = Date.now()
  const callers = new Map<string, UserCaller>()
  const caller = (key: string): UserCaller => {
    const found = callers.get(key)
    if (!found) throw new Error(`unable to seed; a conversation names ${key}, who is not among the people`)
    return found
  }
  const run = async <Name extends CommandName>(key: string, name: Name, input: CommandInput<Name>): Promise<CommandOutput<Name>> =>
    JSON.parse((await palaver.commands.run(name, input, caller(key), 'rest')).json) as CommandOutput<Name>
  const open = async ({ name, topic, members }: SeededConversation): Promise<string> => {
    const [first = '', second = '', ...rest] = members
    const userId = caller(second).userId
    if (name === undefined) return (await run(first, 'conversation.direct', { userId })).conversation.id
    const memberIds = [userId, ...rest.map((key) => caller(key).userId)]
    const made = await run(first, 'conversation.create', { clientId: crypto.randomUUID(), type: 'group', name, ...(topic === undefined ? {} : { topic }), memberIds })
    return made.conversation.id
  }

  for (const [key, person] of Object.entries(community.people)) {
    const { id } = await palaver.admin.createUser({ ...person, password: community.password })
    callers.set(key, await palaver.admin.actAs(id))
  }
  let messages = 0
  for (const conversation of community.conversations) {
    const conversationId = await open(conversation)
    const lines = linesOf(conversation, now)
    for (const { who, text } of lines) await run(who, 'message.send', { conversationId, clientId: crypto.randomUUID(), content: { kind: 'text', text } })
    for (const key of conversation.members) {
      const read = lines.length - (conversation.unread?.[key] ?? 0)
      await run(key, 'mark.update', { marks: [{ conversationId, delivered: lines.length, read }] })
    }
    await backdate(palaver.database, conversationId, lines)
    messages += lines.length
  }
  return { people: callers.size, conversations: community.conversations.length, messages }
}

import type { CommandInput, CommandName, CommandOutput } from '@palaver/protocol'
import { type Database, type Palaver, type UserCaller, systemRuntime } from '@palaver/server'
import { type PersonKey, type SeededConversation, conversations, emailOf, password, people } from './community.ts'

const minute = 60_000
const keys = Object.keys(people) as PersonKey[]

/** A line of a conversation, at its time. */
interface Line {
  readonly conversation: SeededConversation
  readonly who: PersonKey
  readonly text: string
  readonly at: number
}

const linesOf = (conversation: SeededConversation, now: number): readonly Line[] => {
  const lines = conversation.lines.trim().split('\n')
  const end = now - conversation.hoursAgo * 60 * minute
  return lines.map((line, index) => {
    const [, who, text] = /^(\w+): (.+)$/.exec(line) ?? []
    if (!keys.includes(who as PersonKey) || text === undefined) throw new Error(`unable to seed; this is no line of a conversation: ${line}`)
    // A little uneven, as people are.
    const at = end - (lines.length - 1 - index) * conversation.pace * minute + ((index * 37) % 11) * 1000
    return { conversation, who: who as PersonKey, text, at }
  })
}

/** Gives messages the times that they are told to have; no command can, since the database's clock stamps them. */
const backdate = async (database: Database, conversationId: string, times: readonly number[]): Promise<void> => {
  const seconds = times.map((time) => time / 1000)
  await database.query(
    `UPDATE messages m SET created_at = to_timestamp(t.seconds)
     FROM unnest($2::float8[]) WITH ORDINALITY AS t(seconds, position) WHERE m.conversation_id = $1 AND m.position = t.position`,
    [conversationId, seconds],
  )
  const span = [conversationId, (seconds[0] ?? 0) - 60, seconds.at(-1) ?? 0]
  await database.query('UPDATE conversations SET created_at = to_timestamp($2), activity_at = to_timestamp($3) WHERE id = $1', span)
  await database.query('UPDATE members SET joined_at = to_timestamp($2) WHERE conversation_id = $1', span.slice(0, 2))
}

/** Seeds the community through the commands of the server. Returns how much there is then. */
export const seedCommunity = async (palaver: Palaver): Promise<{ people: number; conversations: number; messages: number }> => {
  const now = Date.now()
  const callers = new Map<PersonKey, UserCaller>()
  const ids = new Map<SeededConversation, string>()

  const caller = (key: PersonKey): UserCaller => {
    const found = callers.get(key)
    if (!found) throw new Error(`unable to seed; ${key} was not made`)
    return found
  }
  const run = async <Name extends CommandName>(key: PersonKey, name: Name, input: CommandInput<Name>): Promise<CommandOutput<Name>> =>
    JSON.parse((await palaver.commands.run(name, input, caller(key), 'socket')).json) as CommandOutput<Name>

  for (const key of keys) {
    const { name, handle, bio, hue } = people[key]
    const person = await palaver.admin.createUser({ name, handle, bio, avatarHue: hue, email: emailOf(key), password })
    callers.set(key, await palaver.admin.actAs(person.id))
  }

  const open = async ({ name, topic, members: [first, second, ...rest] }: SeededConversation): Promise<string> => {
    const userId = caller(second).userId
    if (name === undefined) return (await run(first, 'conversation.direct', { userId })).conversation.id
    const memberIds = [userId, ...rest.map((key) => caller(key).userId)]
    const made = await run(first, 'conversation.create', { clientId: systemRuntime.newId(), type: 'group', name, ...(topic ? { topic } : {}), memberIds })
    return made.conversation.id
  }
  for (const conversation of conversations) ids.set(conversation, await open(conversation))

  const lines = conversations.flatMap((conversation) => linesOf(conversation, now))
  for (const { conversation, who, text } of lines) {
    await run(who, 'message.send', { conversationId: ids.get(conversation) ?? '', clientId: systemRuntime.newId(), content: { kind: 'text', text } })
  }
  for (const key of keys) {
    const marks = conversations
      .filter(({ members }) => members.includes(key))
      .map((conversation) => {
        const delivered = linesOf(conversation, now).length
        return { conversationId: ids.get(conversation) ?? '', delivered, read: delivered - (conversation.unread?.[key] ?? 0) }
      })
    await run(key, 'mark.update', { marks })
  }
  for (const conversation of conversations) {
    await backdate(palaver.database, ids.get(conversation) ?? '', linesOf(conversation, now).map(({ at }) => at))
  }
  return { people: keys.length, conversations: conversations.length, messages: lines.length }
}

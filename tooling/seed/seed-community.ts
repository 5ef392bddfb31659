import type { CommandInput, CommandName, CommandOutput } from '@palaver/protocol'
import { type Palaver, type UserCaller, systemRuntime } from '@palaver/server'
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

/** Seeds the community with a clock that `setClock` moves. Returns how much there is then. */
export const seedCommunity = async (
  palaver: Palaver,
  setClock: (time: number) => void,
): Promise<{ people: number; conversations: number; messages: number }> => {
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

  setClock(now - 30 * 24 * 60 * minute)
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
  for (const conversation of conversations) {
    setClock(Math.min(...linesOf(conversation, now).map(({ at }) => at)) - minute)
    ids.set(conversation, await open(conversation))
  }

  const lines = conversations.flatMap((conversation) => linesOf(conversation, now)).sort((a, b) => a.at - b.at)
  for (const { conversation, who, text, at } of lines) {
    setClock(at)
    await run(who, 'message.send', { conversationId: ids.get(conversation) ?? '', clientId: systemRuntime.newId(), content: { kind: 'text', text } })
  }

  setClock(now)
  for (const key of keys) {
    const marks = conversations
      .filter(({ members }) => members.includes(key))
      .map((conversation) => {
        const delivered = linesOf(conversation, now).length
        return { conversationId: ids.get(conversation) ?? '', delivered, read: delivered - (conversation.unread?.[key] ?? 0) }
      })
    await run(key, 'mark.update', { marks })
  }
  return { people: keys.length, conversations: conversations.length, messages: lines.length }
}

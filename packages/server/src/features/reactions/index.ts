import { type CommandInput, PalaverError } from '@palaver/protocol'
import type { UserCaller } from '../../platform/caller.ts'
import type { Commands } from '../../platform/commands.ts'
import type { Sql } from '../../platform/sql.ts'
import type { Writer } from '../../platform/writer/change.ts'
import { submitChange } from '../messages/port.ts'
import type { People } from '../people/port.ts'
import { reactToMessages } from './change.ts'
import { isEmoji } from './emoji.ts'
import { readCursor, writeCursor } from './list-cursor.ts'
import { readReactions } from './repository.ts'

export interface ReactionsParts {
  readonly commands: Commands
  readonly sql: Sql
  readonly writer: Writer
  readonly people: Pick<People, 'findByIds'>
}

/** Binds `reaction.add`, `reaction.remove` and `reaction.list`. */
export function createReactions({ commands, sql, writer, people }: ReactionsParts): void {
  const react = (command: 'reaction.add' | 'reaction.remove', input: CommandInput<'reaction.add'>, caller: UserCaller) => {
    if (!isEmoji(input.emoji)) throw new PalaverError('invalid_input', 'unable to react to the message; that is not one emoji', { path: '/emoji' })
    return submitChange(writer, reactToMessages, { command, input, caller }, { emoji: input.emoji, present: command === 'reaction.add' })
  }
  commands.bindUser('reaction.add', (input, caller) => react('reaction.add', input, caller))
  commands.bindUser('reaction.remove', (input, caller) => react('reaction.remove', input, caller))
  commands.bindUser('reaction.list', async ({ conversationId, messageId, emoji, cursor, limit = 50 }, { userId }) => {
    const after = cursor === undefined ? { emoji: '', revision: 0 } : readCursor(cursor)
    const page = await readReactions(sql, { conversationId, messageId, userId, emoji, after, limit: limit + 1 })
    if (!page) throw new PalaverError('not_found', 'unable to list reactions; there is no such message')
    const listed = page.reactions.slice(0, limit)
    const last = page.reactions.length > limit ? listed.at(-1) : undefined
    return {
      reactions: listed,
      people: listed.length === 0 ? [] : await people.findByIds([...new Set(listed.map((reaction) => reaction.userId))]),
      mine: page.mine,
      ...(last && { nextCursor: writeCursor(last) }),
    }
  })
}

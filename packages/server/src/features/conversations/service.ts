import { can } from '@palaver/core'
import { type CommandInput, type CommandOutput, type ConversationView, PalaverError } from '@palaver/protocol'
import type { UserCaller } from '../../platform/caller.ts'
import { Replay } from '../../platform/commands.ts'
import type { Runtime } from '../../platform/runtime.ts'
import type { Sql } from '../../platform/sql.ts'
import type { Writer } from '../../platform/writer/change.ts'
import type { People } from '../people/port.ts'
import type { RequireCustom } from '../custom-data/port.ts'
import { makeConversations } from './creation.ts'
import { directKeyOf, openDirects } from './direct.ts'
import { readListCursor, writeListCursor } from './list-cursor.ts'
import { updateConversations } from './update.ts'
import { readDirectView, readView, readViews } from './views.ts'

export interface ConversationsParts {
  readonly sql: Sql
  readonly writer: Writer
  readonly runtime: Pick<Runtime, 'newId'>
  readonly people: Pick<People, 'findByIds'>
  readonly requireCustom: RequireCustom
}

/** Makes, lists and changes conversations. */
export class ConversationService {
  readonly #parts: ConversationsParts

  constructor(parts: ConversationsParts) {
    this.#parts = parts
  }

  async create(input: CommandInput<'conversation.create'>, caller: UserCaller): Promise<ConversationView | Replay<ConversationView>> {
    if (!can('conversation.create', { appRole: caller.role })) throw new PalaverError('forbidden', 'unable to create the conversation; your role may not')
    this.#parts.requireCustom({ holder: 'conversation', custom: input.custom, doing: 'create the conversation' })
    const conversationId = this.#parts.runtime.newId()
    const { result, replay } = await this.#parts.writer.submit(makeConversations, { conversationId, callerId: caller.userId, input })
    return replay ? new Replay(result) : result
  }

  async direct({ userId }: CommandInput<'conversation.direct'>, caller: UserCaller): Promise<ConversationView> {
    const { sql, writer, runtime } = this.#parts
    if (userId === caller.userId) throw new PalaverError('invalid_input', 'unable to open the conversation; userId is your own', { path: '/userId' })
    if (!can('conversation.direct', { appRole: caller.role })) throw new PalaverError('forbidden', 'unable to open the conversation; your role may not')
    const key = directKeyOf(caller.userId, userId)
    const known = await readDirectView(sql, key, caller.userId)
    if (known) return known
    await writer.submit(openDirects, { conversationId: runtime.newId(), callerId: caller.userId, userId })
    return required(await readDirectView(sql, key, caller.userId))
  }

  async list({ cursor, limit = 20, type }: CommandInput<'conversation.list'>, { userId }: UserCaller): Promise<CommandOutput<'conversation.list'>> {
    const { sql, people } = this.#parts
    const after = cursor === undefined ? undefined : readListCursor(cursor)
    const rows = await readViews(sql, { userId, type, after, limit: limit + 1 })
    const page = rows.slice(0, limit)
    const ids = new Set(page.flatMap(({ view }) => [...(view.conversation.directUserIds ?? []), ...(view.head.lastMessage ? [view.head.lastMessage.senderId] : [])]))
    const next = rows.length > limit ? page.at(-1) : undefined
    return {
      conversations: page.map(({ view }) => view),
      people: ids.size > 0 ? await people.findByIds([...ids]) : [],
      ...(next && { nextCursor: writeListCursor(next.cursor) }),
    }
  }

  async get({ conversationId }: CommandInput<'conversation.get'>, { userId }: UserCaller): Promise<ConversationView> {
    return required(await readView(this.#parts.sql, conversationId, userId))
  }

  async update(input: CommandInput<'conversation.update'>, caller: UserCaller): Promise<CommandOutput<'conversation.update'>> {
    this.#parts.requireCustom({ holder: 'conversation', custom: input.custom, doing: 'update the conversation' })
    const change = { conversationId: input.conversationId, callerId: caller.userId, appRole: caller.role, input }
    return { conversation: (await this.#parts.writer.submit(updateConversations, change)).result }
  }
}

const required = (view: ConversationView | undefined): ConversationView => {
  if (!view) throw new PalaverError('not_found', 'unable to get the conversation; there is no such conversation')
  return view
}

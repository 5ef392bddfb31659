import { type CommandInput, type CommandOutput, PalaverError } from '@palaver/protocol'
import type { UserCaller } from '../../platform/caller.ts'
import type { Sql } from '../../platform/sql.ts'
import type { Writer } from '../../platform/writer/change.ts'
import type { People } from '../people/port.ts'
import type { RequireCustom } from '../custom-data/port.ts'
import { addMembers } from './changes.ts'
import { endMemberships } from './departures.ts'
import { readMembers } from './repository.ts'
import { transferOwnerships } from './transfer.ts'
import { updateMembers } from './update.ts'

export interface MembersParts {
  readonly sql: Sql
  readonly writer: Writer
  readonly people: Pick<People, 'findByIds'>
  readonly requireCustom: RequireCustom
}

/** Who is in a conversation. */
export class MemberService {
  readonly #parts: MembersParts

  constructor(parts: MembersParts) {
    this.#parts = parts
  }

  async add({ conversationId, userIds }: CommandInput<'member.add'>, caller: UserCaller): Promise<CommandOutput<'member.add'>> {
    const { result } = await this.#parts.writer.submit(addMembers, { conversationId, callerId: caller.userId, appRole: caller.role, userIds })
    return { members: [...result] }
  }

  async remove({ conversationId, userId }: CommandInput<'member.remove'>, caller: UserCaller): Promise<CommandOutput<'member.remove'>> {
    const { result } = await this.#parts.writer.submit(endMemberships, { conversationId, callerId: caller.userId, appRole: caller.role, userId })
    return { member: result }
  }

  async update({ conversationId, userId, role, custom }: CommandInput<'member.update'>, caller: UserCaller): Promise<CommandOutput<'member.update'>> {
    this.#parts.requireCustom({ holder: 'member', custom, doing: 'update the member' })
    const { result } = await this.#parts.writer.submit(updateMembers, { conversationId, callerId: caller.userId, appRole: caller.role, userId, role, custom })
    return { member: result }
  }

  async transfer({ conversationId, userId }: CommandInput<'conversation.transfer'>, caller: UserCaller): Promise<CommandOutput<'conversation.transfer'>> {
    if (userId === caller.userId) throw new PalaverError('invalid_input', 'unable to hand over; userId is your own', { path: '/userId' })
    const { result } = await this.#parts.writer.submit(transferOwnerships, { conversationId, callerId: caller.userId, appRole: caller.role, userId })
    return { members: [...result] }
  }

  async leave({ conversationId }: CommandInput<'member.leave'>, caller: UserCaller): Promise<CommandOutput<'member.leave'>> {
    const { result } = await this.#parts.writer.submit(endMemberships, { conversationId, callerId: caller.userId, appRole: caller.role })
    return { member: result }
  }

  async list({ conversationId, cursor, limit = 50 }: CommandInput<'member.list'>, { userId }: UserCaller): Promise<CommandOutput<'member.list'>> {
    const { sql, people } = this.#parts
    const page = await readMembers(sql, { conversationId, userId, after: cursor === undefined ? undefined : readCursor(cursor), limit: limit + 1 })
    if (!page) throw new PalaverError('not_found', 'unable to list members; there is no such conversation')
    const members = page.slice(0, limit)
    const last = page.length > limit ? members.at(-1) : undefined
    return {
      members,
      people: members.length > 0 ? await people.findByIds(members.map((member) => member.userId)) : [],
      ...(last && { nextCursor: writeCursor(last.userId) }),
    }
  }
}

const writeCursor = (userId: string): string => Buffer.from(userId.replaceAll('-', ''), 'hex').toString('base64url')

function readCursor(cursor: string): string {
  const hex = Buffer.from(cursor, 'base64url').toString('hex')
  if (hex.length !== 32) throw new PalaverError('invalid_input', 'unable to list members; the cursor is not one of this list', { path: '/cursor' })
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

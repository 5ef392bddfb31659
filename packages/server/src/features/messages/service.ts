import { type CommandInput, type CommandOutput, PalaverError } from '@palaver/protocol'
import type { UserCaller } from '../../platform/caller.ts'
import { Replay } from '../../platform/commands.ts'
import type { Runtime } from '../../platform/runtime.ts'
import type { Sql } from '../../platform/sql.ts'
import type { Writer } from '../../platform/writer/change.ts'
import { hashInput } from './canonical-input.ts'
import { sendMessages } from './changes.ts'
import { type Anchor, findMessage, readPage } from './repository.ts'
import { requireShortEnough } from './text-length.ts'

export interface MessagesParts {
  readonly sql: Sql
  readonly writer: Writer
  readonly runtime: Pick<Runtime, 'newId'>
  /** Code points of a text at most, by this deployment. */
  readonly textMaxLength: number
}

/** Sends and reads messages. */
export class MessageService {
  readonly #parts: MessagesParts

  constructor(parts: MessagesParts) {
    this.#parts = parts
  }

  async send(input: CommandInput<'message.send'>, caller: UserCaller): Promise<CommandOutput<'message.send'> | Replay<CommandOutput<'message.send'>>> {
    const { conversationId, clientId, content, replyToId, custom } = input
    requireShortEnough(content.text, this.#parts.textMaxLength, 'send')
    const { result, replay } = await this.#parts.writer.submit(sendMessages, {
      conversationId,
      senderId: caller.userId,
      appRole: caller.role,
      clientId,
      hash: hashInput(input),
      id: this.#parts.runtime.newId(),
      content,
      ...(replyToId !== undefined && { replyToId }),
      ...(custom && { custom }),
    })
    return replay ? new Replay(result) : result
  }

  async list(input: CommandInput<'message.list'>, caller: UserCaller): Promise<CommandOutput<'message.list'>> {
    const { conversationId, limit = 50 } = input
    const page = await readPage(this.#parts.sql, { conversationId, userId: caller.userId, anchor: anchorOf(input), limit })
    if (!page) throw new PalaverError('not_found', 'unable to read messages; there is no such conversation')
    return page
  }

  async get({ conversationId, messageId }: CommandInput<'message.get'>, caller: UserCaller): Promise<CommandOutput<'message.get'>> {
    const message = await findMessage(this.#parts.sql, conversationId, caller.userId, messageId)
    if (!message) throw new PalaverError('not_found', 'unable to read the message; there is no such message')
    return { message }
  }
}

const modes = ['before', 'after', 'around', 'at'] as const

function anchorOf(input: CommandInput<'message.list'>): Anchor {
  const [mode, another] = modes.filter((name) => input[name] !== undefined)
  if (another) throw new PalaverError('invalid_input', `unable to read messages; ${mode} and ${another} exclude each other`, { path: `/${another}` })
  return mode ? { mode, value: input[mode] ?? 0 } : { mode: 'newest' }
}

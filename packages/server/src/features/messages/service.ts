import { type CommandInput, type CommandOutput, PalaverError } from '@palaver/protocol'
import type { UserCaller } from '../../platform/caller.ts'
import type { Replay } from '../../platform/commands.ts'
import type { RequireCustom } from '../custom-data/port.ts'
import { hashInput } from './canonical-input.ts'
import { type Anchor, findMessage, readPage } from './repository.ts'
import { type ContentRules, requireAcceptable } from './content-rules.ts'
import { readOptions, type SendOption } from './send-option.ts'
import type { Sender } from './sender.ts'
import { type ReadyMessage, type SendParts, submitSend } from './submit-send.ts'

export interface MessagesParts extends SendParts {
  /** What content this deployment takes. */
  readonly rules: ContentRules
  /** What features make of a send, in order. */
  readonly options: readonly SendOption[]
  readonly requireCustom: RequireCustom
}

/** Sends and reads messages. */
export class MessageService implements Sender {
  readonly #parts: MessagesParts

  constructor(parts: MessagesParts) {
    this.#parts = parts
  }

  async send(input: CommandInput<'message.send'>, caller: UserCaller): Promise<CommandOutput<'message.send'> | Replay<CommandOutput<'message.send'>>> {
    const { conversationId, clientId } = input
    this.requireAcceptable(input)
    return submitSend(this.#parts, { conversationId, clientId, hash: hashInput(input) }, caller, () => this.#said(input, caller))
  }

  ready(input: CommandInput<'message.send'>, caller: UserCaller): Promise<ReadyMessage> {
    this.requireAcceptable(input)
    return this.#said(input, caller)
  }

  requireAcceptable({ content, custom }: Partial<Pick<CommandInput<'message.send'>, 'content' | 'custom'>>): void {
    if (content) requireAcceptable(content, this.#parts.rules)
    this.#parts.requireCustom({ holder: 'message', custom, doing: 'send' })
  }

  async #said(input: CommandInput<'message.send'>, caller: UserCaller): Promise<ReadyMessage> {
    const { content, replyToId, custom, disappearAfterMs } = input
    return { content, ...(replyToId !== undefined && { replyToId }), ...(custom && { custom }), ...(disappearAfterMs !== undefined && { disappearAfterMs }), ...(await readOptions(this.#parts.options, input, caller)) }
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

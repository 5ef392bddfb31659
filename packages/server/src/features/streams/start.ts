import { hash } from 'node:crypto'
import { type CommandInput, type CommandOutput, PalaverError } from '@palaver/protocol'
import { maxOpenStreams } from '@palaver/protocol/definitions'
import type { UserCaller } from '../../platform/caller.ts'
import type { Replay } from '../../platform/commands.ts'
import type { Runtime } from '../../platform/runtime.ts'
import type { SqlDatabase } from '../../platform/sql.ts'
import type { Timers } from '../../platform/timers/timers.ts'
import type { RequireCustom } from '../custom-data/port.ts'
import { readOptions, type SendOption, type SendParts, sorted, submitSend } from '../messages/port.ts'
import { closeStreams, openStream, timerKind } from './repository.ts'

export interface StartParts extends SendParts {
  readonly sql: SqlDatabase
  readonly timers: Pick<Timers, 'set'>
  readonly silenceMs: number
  readonly requireCustom: RequireCustom
  /** Puts the message into a thread. */
  readonly threadOption: SendOption
  readonly runtime: Pick<Runtime, 'newId' | 'now'>
}

/** What the timer of a stream carries. */
export interface StreamSilent {
  readonly conversationId: string
  readonly messageId: string
  readonly userId: string
}

/** What the message says until it has its text: for clients that do not know streams, and for previews. */
const placeholder = { kind: 'text', text: '…' } as const

/** Another form than that of any other send, so one clientId never answers for both. */
const hashStart = ({ replyToId, custom, threadId, alsoToConversation }: CommandInput<'stream.start'>): string =>
  hash('sha256', JSON.stringify({ stream: [replyToId ?? null, Object.entries(sorted(custom ?? {}) as object)], threadId, alsoToConversation }), 'hex')

/**
 * Begins a stream. Its row and its timer are there before its message: after a crash in between the timer takes the row away, and there is never
 * an open message that nothing ends.
 */
export async function startStream(parts: StartParts, input: CommandInput<'stream.start'>, caller: UserCaller): Promise<CommandOutput<'stream.start'> | Replay<CommandOutput<'stream.start'>>> {
  const { conversationId, clientId, replyToId, custom } = input
  const { sql, timers, runtime, silenceMs, threadOption } = parts
  parts.requireCustom({ holder: 'message', custom, doing: 'begin a stream' })
  const id = runtime.newId()
  const data: StreamSilent = { conversationId, messageId: id, userId: caller.userId }
  const open = (): Promise<boolean> =>
    sql.transaction(async (tx) => {
      if (!(await openStream(tx, data, maxOpenStreams))) return false
      await timers.set(tx, timerKind, { key: id, data, dueAt: new Date(runtime.now() + silenceMs) })
      return true
    })
  // If it fails, the timer does it.
  const close = (): Promise<void> => closeStreams(sql, [id]).catch(() => undefined)
  try {
    const sent = await submitSend(parts, { conversationId, clientId, hash: hashStart(input) }, caller, async () => {
      const { parts: own, ...extras } = await readOptions([threadOption], { ...input, content: placeholder }, caller)
      if (!(await open())) throw new PalaverError('limit_reached', `unable to begin a stream; you have ${maxOpenStreams} open`)
      return { id, content: placeholder, parts: { ...own, stream: { state: 'open' } }, ...extras, ...(replyToId !== undefined && { replyToId }), ...(custom && { custom }) }
    })
    // Sent before, under another id.
    if (('output' in sent ? sent.output.id : sent.id) !== id) await close()
    return sent
  } catch (error) {
    // Whoever is told to try again may find it sent after all: its row must be there then.
    if (error instanceof PalaverError && !error.retryable) await close()
    throw error
  }
}

import { type CommandInput, type CommandName, type CommandOutput, PalaverError } from '@palaver/protocol'
import { asPalaverError } from '../../as-palaver-error.ts'
import type { ClientCore } from '../../core.ts'
import { createTimer } from '../../timer.ts'

/** Writes one message piece by piece. */
export interface StreamWriter {
  /** Of the message, once the server has it. Rejects with its refusal. */
  readonly messageId: Promise<string>
  /** False once it was finished or cancelled, here or elsewhere, or refused for good. */
  isOpen(): boolean
  /** Adds text. Shows at once; what comes within 50 ms leaves together. Never throws; does nothing once it is not open. */
  append(text: string): void
  /** Sends what waits and ends the text. Rejects with the server's refusal, also with that of an earlier piece. */
  finish(): Promise<void>
  /** Stops where it is: what was sent stays. Rejects with the server's refusal. */
  cancel(): Promise<void>
}

const batchMs = 50
const pieceMax = 2000
const aliveMs = 20_000
const longestWaitMs = 5000
/** By then the server has ended it. */
const giveUpMs = 120_000

/** What a writer is made of. */
export interface StreamWriterParts {
  readonly core: ClientCore
  readonly input: CommandInput<'stream.start'>
  /** Shows what was written. */
  readonly show: (messageId: string, offset: number, text: string) => void
  readonly onStarted: (messageId: string) => void
  readonly onEnded: (messageId: string) => void
}

/** Begins a stream. It goes on after a reconnect where the server has it: pieces say their offset, so none counts twice. */
export const createStreamWriter = ({ core, input, show, onStarted, onEnded }: StreamWriterParts): StreamWriter => {
  const { conversationId } = input
  const waiting: string[] = []
  let sent = 0
  let open = true
  let cancelled = false
  let fault: PalaverError | undefined
  let pumping: Promise<void> | undefined

  /** Repeats what the server may take later; commands of streams may come twice. */
  const attempt = async <Name extends CommandName>(name: Name, given: CommandInput<Name>): Promise<CommandOutput<Name>> => {
    const until = core.platform.now() + giveUpMs
    for (let waitMs = 250; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
      try {
        return await core.run(name, given as never)
      } catch (cause) {
        const error = asPalaverError(cause, name)
        if (!error.retryable || core.isClosed() || core.platform.now() > until) throw error
        await new Promise<void>((resolve) => {
          const go = () => {
            core.events.off('open', go)
            cancelDelay()
            resolve()
          }
          const cancelDelay = core.platform.delay(error.retryAfterMs ?? waitMs, go)
          core.events.on('open', go)
        })
      }
    }
  }

  const end = (error?: PalaverError) => {
    open = false
    fault ??= error
    alive.stop()
    batch.stop()
    messageId.then(onEnded, () => undefined)
  }
  const messageId = attempt('stream.start', input).then(({ id }) => {
    onStarted(id)
    show(id, 0, waiting.join(''))
    return id
  })
  // Whoever asks for it hears of it; nobody has to.
  messageId.catch((cause: unknown) => end(asPalaverError(cause, 'begin the stream')))

  const send = async (id: string): Promise<void> => {
    do {
      const piece = waiting.slice(0, pieceMax)
      const { length } = await attempt('stream.append', { conversationId, messageId: id, offset: sent, text: piece.join('') }).catch((error: PalaverError) => {
        // The server has more of it than it could say.
        if (error.code === 'offset_conflict' && error.expected !== undefined && error.expected > sent && error.expected <= sent + waiting.length) return { length: error.expected }
        throw error
      })
      waiting.splice(0, Math.max(0, length - sent))
      sent = Math.max(sent, length)
      alive.plan(aliveMs)
    } while (waiting.length > 0 && !cancelled)
  }
  const pump = (): Promise<void> => {
    pumping ??= messageId
      .then((id) => (open ? send(id) : undefined))
      .catch((cause: unknown) => end(asPalaverError(cause, 'append to the stream')))
      .finally(() => {
        pumping = undefined
      })
    return pumping
  }
  const batch = createTimer(core.platform, () => void pump())
  const alive = createTimer(core.platform, () => void pump())

  const close = async (work: (id: string) => Promise<unknown>): Promise<void> => {
    if (fault) throw fault
    const id = await messageId
    await work(id)
    end()
  }

  return {
    messageId,
    isOpen: () => open,
    append: (text) => {
      if (!open || text === '') return
      const offset = sent + waiting.length
      waiting.push(...text)
      messageId.then((id) => show(id, offset, text), () => undefined)
      batch.plan(batchMs)
    },
    finish: () =>
      close(async (id) => {
        batch.stop()
        // One that is under way may have left before the last text came.
        await pumping
        if (waiting.length > 0) await pump()
        if (fault) throw fault
        await attempt('stream.finish', { conversationId, messageId: id, length: sent })
      }),
    cancel: () =>
      close(async (id) => {
        cancelled = true
        batch.stop()
        await pumping
        await attempt('stream.cancel', { conversationId, messageId: id })
      }),
  }
}

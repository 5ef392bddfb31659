import { PalaverError, type StreamState } from '@palaver/protocol'
import { defineMessageChange, type MessageChange } from '../messages/port.ts'
import { closeStreams, lockStreams, type OpenStream } from './repository.ts'

/** The end of a stream. */
export interface EndChange extends MessageChange {
  readonly end: Exclude<StreamState, 'open'>
  /** Of `finished`: code points that the author has written. */
  readonly length?: number
  /** Of `interrupted`: only when the author was silent for so many milliseconds. */
  readonly silenceMs?: number
}

const ended = () => new PalaverError('forbidden', 'unable to end the stream; it has ended')

/** The refusal of an offset or length that is not that of the text. */
export const offsetConflict = (doing: string, path: string, expected: number) =>
  new PalaverError('offset_conflict', `unable to ${doing}; the text has ${expected} characters`, { path, expected })

/** Ending streams: what the pieces say becomes the content, once; then the pieces go. */
export const endStreams = defineMessageChange<EndChange, ReadonlyMap<string, OpenStream>>({
  name: 'streams.end',
  doing: 'end the stream',
  permission: 'message.send',
  ofOpen: true,
  prepare: lockStreams,
  decide({ callerId, end, length = 0, silenceMs = 0 }, { message }, streams) {
    if (!message.stream) return new PalaverError('not_found', 'unable to end the stream; the message is none')
    if (message.senderId !== callerId) return new PalaverError('forbidden', 'unable to end the stream; it is not yours')
    const stream = streams.get(message.id)
    if (message.stream.state !== 'open' || !stream) {
      const said = message.content.kind === 'text' ? [...message.content.text].length : 0
      return end !== 'finished' || (message.stream.state === 'finished' && (said === length || length === 0)) ? 'same' : ended()
    }
    const written = [...stream.text].length
    if (end === 'finished' && written !== length) return offsetConflict('end the stream', '/length', written)
    if (end === 'interrupted' && stream.silentMs < silenceMs) return 'same'
    return { ...(written > 0 && { content: { kind: 'text', text: stream.text } as const }), parts: { stream: { state: end } } }
  },
  store: async (tx, accepted) => closeStreams(tx, accepted.map(({ before }) => before.id)),
})

import type { Message, MessageRef, SendOptions } from '@palaver/protocol'
import { memoised } from '../../core.ts'
import type { ConversationHandle } from '../conversations/conversation-handle.ts'
import { createGrowingTexts } from './growing-texts.ts'
import { createStreamWriter, type StreamWriter } from './stream-writer.ts'

/** Beside the text. */
export interface StreamOptions extends Pick<SendOptions, 'threadId' | 'alsoToConversation'> {
  /** The message that this one answers. */
  readonly replyTo?: MessageRef
  /** Data of the application's own; `customData` writes it. */
  readonly custom?: NonNullable<Message['custom']>
}

/** Messages of one conversation whose text comes piece by piece. Once asked for, the timeline and threads show the texts as they grow. */
export interface Streams {
  /** Begins a message. It is not kept over a reload: the server ends it when nothing comes for a minute. */
  start(options?: StreamOptions): StreamWriter
  /** Stops a message of one's own where it is, also one that is written elsewhere. Rejects with the server's refusal. */
  cancel(messageId: string): Promise<void>
}

/** The streams of a conversation; the same object each time. */
export const streams: (conversation: ConversationHandle) => Streams = /* @__PURE__ */ memoised((core, { id: conversationId }) => {
  const texts = createGrowingTexts(core, conversationId)
  return {
    start: ({ replyTo, ...options } = {}) =>
      createStreamWriter({
        core,
        input: { conversationId, clientId: core.uuids.next(), ...(replyTo && { replyToId: replyTo.id }), ...options },
        show: texts.take,
        onStarted: (messageId) => texts.own.add(messageId),
        onEnded: (messageId) => texts.own.delete(messageId),
      }),
    cancel: async (messageId) => {
      await core.run('stream.cancel', { conversationId, messageId })
    },
  }
})

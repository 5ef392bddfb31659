import type { Message, PalaverError, SendableContent, SendOptions } from '@palaver/protocol'
import type { Store } from '../../store.ts'
import type { TimelineMessage } from './timeline-message.ts'

/** One contiguous stretch of a conversation, oldest first, followed by what waits to be sent. */
export interface Timeline {
  readonly items: readonly TimelineMessage[]
  readonly status: 'loading' | 'ready' | 'error'
  readonly hasOlder: boolean
  readonly loadingOlder: boolean
  /** True after `jumpTo` away from the end; then what waits to be sent is not shown. */
  readonly hasNewer: boolean
  readonly loadingNewer: boolean
  /** Why the last load failed; the items that are there stay. */
  readonly error?: PalaverError | undefined
}

/** Beside what is said. */
interface DraftOptions extends SendOptions {
  /** The message that this one answers. */
  readonly replyTo?: { readonly id: string; readonly position: number }
  /** Data of the application's own; `customData` writes it. */
  readonly custom?: NonNullable<Message['custom']>
}

/** Content other than text that is to be sent: a place, a contact; content of one's own is sent by `contentType`. */
export interface ContentDraft extends DraftOptions {
  readonly content: Exclude<SendableContent, { readonly kind: 'text' }>
}

/** What is to be sent, with the options of the contract. */
export interface MessageDraft extends DraftOptions {
  /** 1 to 5,000 code points. */
  readonly text: string
}

/** The messages of one conversation: a store, and what can be done with it. */
export interface Messages extends Store<Timeline> {
  /**
   * Shows the message as `pending` at once, stores it, and sends it once, in order. Returns its key. Never throws for being offline.
   * Throws `invalid_input` when the text is empty, too long, or holds U+0000 or a lone surrogate.
   */
  send(draft: MessageDraft | ContentDraft): string
  /** Sends a `failed` message again. */
  retry(key: string): void
  /** Forgets a `failed` message, or a `pending` one that no attempt has been made for. */
  discard(key: string): void
  /** Loads the page before the first message; does nothing while one is loading or when there is none. Failures stand in the snapshot. */
  loadOlder(): Promise<void>
  /** Loads the page after the last message, after `jumpTo`. */
  loadNewer(): Promise<void>
  /** Shows the stretch around a position. */
  jumpTo(position: number): Promise<void>
  /** Back to the end. */
  jumpToNewest(): Promise<void>
}

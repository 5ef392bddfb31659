import type { Frame } from '../../platform/fan-out/frame.ts'

/** A socket as the session sees it: a handful of functions, so that a session can be tested without a network. */
export interface Wire {
  /** Queues a frame; after {@link close} it is ignored. */
  send(frame: Frame): void
  /** Sends what is queued, then the close frame. */
  close(code: number, reason: string): void
  /** Bytes that were sent and have not left the process. */
  bufferedAmount(): number
  /** Calls back for every text message and, with undefined, for one that is not text. */
  onMessage(listener: (text: string | undefined) => void): void
  /** Calls back once when the socket is gone. */
  onClose(listener: () => void): void
}

import { isLarge } from '@palaver/core'
import { encodeEphemeral } from '../../platform/encode-frame.ts'
import type { Bus } from '../../platform/event.ts'

/** A piece that was stored. */
export interface StoredPiece {
  readonly conversationId: string
  readonly messageId: string
  readonly offset: number
  readonly text: string
}

interface Window {
  readonly timer: NodeJS.Timeout
  next: StoredPiece | undefined
}

const windowMs = 50
const largeWindowMs = 1000

/** Tells followers of pieces: the first at once, then what came within 50 ms (in large conversations a second) in one frame. */
export class PieceRelay {
  readonly #bus: Pick<Bus, 'publish'>
  readonly #windows = new Map<string, Window>()

  constructor(bus: Pick<Bus, 'publish'>) {
    this.#bus = bus
  }

  tell(piece: StoredPiece, members: number): void {
    const window = this.#windows.get(piece.messageId)
    if (!window) {
      this.#publish(piece)
      const timer = setInterval(() => this.#turn(piece.messageId), isLarge(members) ? largeWindowMs : windowMs).unref()
      this.#windows.set(piece.messageId, { timer, next: undefined })
      return
    }
    const { next } = window
    if (next && next.offset + [...next.text].length === piece.offset) window.next = { ...next, text: next.text + piece.text }
    else {
      if (next) this.#publish(next)
      window.next = piece
    }
  }

  /** What was not told yet is in the message that says that the stream ended. */
  end(messageId: string): void {
    clearInterval(this.#windows.get(messageId)?.timer)
    this.#windows.delete(messageId)
  }

  #turn(messageId: string): void {
    const window = this.#windows.get(messageId)
    if (!window?.next) return this.end(messageId)
    this.#publish(window.next)
    window.next = undefined
  }

  #publish(piece: StoredPiece): void {
    this.#bus.publish({ kind: 'ephemeral', conversationId: piece.conversationId, frame: encodeEphemeral('stream.appended', piece) })
  }
}

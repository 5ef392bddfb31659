import type { CloseCode, ServerFrame } from '@palaver/protocol'
import type { Connection } from '../../src/platform/fan-out/connection.ts'
import type { Frame } from '../../src/platform/fan-out/frame.ts'

/** A connection that keeps what it is sent. */
export class FakeConnection implements Connection {
  readonly id = crypto.randomUUID()
  readonly userId: string
  readonly sessionId = undefined
  readonly frames: Frame[] = []
  readonly closed: CloseCode[] = []
  congested = false

  constructor(userId: string = crypto.randomUUID()) {
    this.userId = userId
  }

  /** Every message, parsed. */
  get sent(): ServerFrame[] {
    return this.frames.flatMap((frame) => frame.texts.map((text) => JSON.parse(text) as ServerFrame))
  }

  /** Revisions of the events that came, in order. */
  get revisions(): number[] {
    return this.sent.flatMap((frame) => (frame.t === 'evt' ? [frame.revision] : []))
  }

  send(frame: Frame): void {
    this.frames.push(frame)
  }

  offer(frame: Frame): boolean {
    if (!this.congested) this.frames.push(frame)
    return !this.congested
  }

  whisper(frame: Frame): void {
    this.offer(frame)
  }

  ping(frame: Frame): void {
    this.frames.push(frame)
  }

  close(code: CloseCode): void {
    this.closed.push(code)
  }
}

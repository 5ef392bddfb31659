import type { EncodedEvent } from '../event.ts'

const nothing: readonly EncodedEvent[] = []

/** Brings the events of one conversation into the order of their revisions. Pure: no clock, no I/O. */
export class RevisionOrder {
  /** Everything up to here was handed on; undefined before the first event or head. */
  revision: number | undefined
  #waiting: EncodedEvent[] = []

  /** Events that wait behind a hole. */
  get waiting(): number {
    return this.#waiting.length
  }

  /** Takes an event as it arrived and gives what may be delivered now, in order. */
  accept(event: EncodedEvent): readonly EncodedEvent[] {
    if (this.revision !== undefined) {
      if (event.revision <= this.revision) return nothing
      if (event.after > this.revision) {
        this.#waiting.push(event)
        return nothing
      }
    }
    this.revision = event.revision
    return this.#waiting.length === 0 ? [event] : [event, ...this.#released(event.revision)]
  }

  /** The database says that everything up to `revision` is known: gives what waited behind it. */
  advance(revision: number): readonly EncodedEvent[] {
    if (this.revision !== undefined && revision <= this.revision) return nothing
    this.revision = revision
    return this.#released(revision)
  }

  #released(from: number): readonly EncodedEvent[] {
    if (this.#waiting.length === 0) return nothing
    const ready: EncodedEvent[] = []
    let revision = from
    this.#waiting.sort((a, b) => a.after - b.after)
    this.#waiting = this.#waiting.filter((event) => {
      if (event.revision <= revision) return false
      if (event.after > revision) return true
      ready.push(event)
      revision = event.revision
      return false
    })
    this.revision = revision
    return ready
  }
}

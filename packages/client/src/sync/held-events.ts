import { drainHeld, type Interval } from '@palaver/core'

/** One numbered stream: where the client stands in it, and the events that came before what lies between. */
export interface Stream<E extends Interval> {
  /** Undefined while nothing is loaded: then everything is held. */
  readonly cursor: () => number | undefined
  /** Takes one event in; the cursor then stands at its revision. */
  readonly apply: (event: E) => void
  /** Something is missing: ask for it unless it comes by itself. */
  readonly onGap: () => void
}

const maxHeld = 500

/** Applies, drops or holds events by the cursor rule, in whatever order they come. */
export const createHeldEvents = <E extends Interval>(stream: Stream<E>) => {
  let held: E[] = []
  const drain = () => {
    const cursor = stream.cursor()
    if (held.length === 0 || cursor === undefined) return
    const drained = drainHeld(cursor, held)
    held = drained.held
    for (const event of drained.ready) stream.apply(event)
  }
  return {
    take: (event: E) => {
      // What does not fit is asked for anyway.
      if (held.length < maxHeld) held.push(event)
      drain()
      if (held.length > 0) stream.onGap()
    },
    /** The cursor has moved by other means. */
    drain,
    clear: () => {
      held = []
    },
  }
}

/** A place in the row of one source. */
interface Turn {
  /** Resolves when what came before has started. */
  readonly before: Promise<void> | undefined
  /** Says that this has started, or never will. */
  readonly started: () => void
}

/** Starts work in the order of its arrival, for each source alone, although what each piece waits for may come in any order. */
export class ArrivalOrder {
  /** The last turn of each source that waits. */
  readonly #last = new Map<string, Promise<void>>()

  /**
   * Calls `work` with the answer as soon as it is there and everything that arrived before from this source was started. When nothing
   * waits that is at once, without a turn of the event loop; so it is for work without a source.
   */
  start<Answer, Result>(source: string | undefined, answer: Answer | Promise<Answer>, work: (answer: Answer) => Result | Promise<Result>): Result | Promise<Result> {
    if (!(answer instanceof Promise) && (source === undefined || !this.#last.has(source))) return work(answer)
    if (source === undefined) return Promise.resolve(answer).then(work)
    return inTurn(this.#takeTurn(source), Promise.resolve(answer), work)
  }

  #takeTurn(source: string): Turn {
    const before = this.#last.get(source)
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#last.set(source, promise)
    const started = (): void => {
      if (this.#last.get(source) === promise) this.#last.delete(source)
      resolve()
    }
    return { before, started }
  }
}

async function inTurn<Answer, Result>({ before, started }: Turn, answer: Promise<Answer>, work: (answer: Answer) => Result | Promise<Result>): Promise<Result> {
  // Heard when its turn has come; a failure before that is no unhandled one.
  answer.catch(() => {})
  let running: Result | Promise<Result>
  try {
    await before
    running = work(await answer)
  } finally {
    started()
  }
  return running
}

/** Lets the first sign through, repeats of it once in `everyMs`, and every change. */
export class TypingThrottle {
  /** When somebody's sign was last let through; those who stopped are not in it. */
  readonly #last = new Map<string, number>()
  readonly #everyMs: number
  readonly #forgetMs: number

  constructor(everyMs: number, forgetMs: number) {
    this.#everyMs = everyMs
    this.#forgetMs = forgetMs
  }

  /** May this sign go to the others? */
  passes(key: string, typing: boolean, now: number): boolean {
    this.#forget(now)
    const last = this.#last.get(key)
    if (typing ? last !== undefined && now - last < this.#everyMs : last === undefined) return false
    // Entered anew, so that the map stays in the order of time.
    this.#last.delete(key)
    if (typing) this.#last.set(key, now)
    return true
  }

  #forget(now: number): void {
    for (const [key, at] of this.#last) {
      if (now - at < this.#forgetMs) return
      this.#last.delete(key)
    }
  }
}

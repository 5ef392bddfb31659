import type { Followed } from './followed.ts'

/** Tells those who follow live what was held back for them: at once, then at most every few seconds for each conversation. */
export class HeldBack {
  readonly #resting = new Map<Followed, NodeJS.Timeout>()
  readonly #everyMs: number

  constructor(everyMs = 3000) {
    this.#everyMs = everyMs
  }

  /** The conversation owes its followers something. */
  add(followed: Followed): void {
    if (this.#resting.has(followed)) return
    followed.tellUnsaid()
    const timer = setTimeout(() => this.#rested(followed), this.#everyMs)
    timer.unref()
    this.#resting.set(followed, timer)
  }

  #rested(followed: Followed): void {
    this.#resting.delete(followed)
    if (followed.owes) this.add(followed)
  }

  close(): void {
    for (const timer of this.#resting.values()) clearTimeout(timer)
    this.#resting.clear()
  }
}

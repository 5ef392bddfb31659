import { relative } from 'node:path'
import type { Reporter, TestModule } from 'vitest/node'

const everyMs = 180_000

/** A reporter that says every three minutes which test files have run for longer than that: of a run that hangs, which file it is. */
export default class LongFiles implements Reporter {
  readonly #began = new Map<string, number>()
  #timer: NodeJS.Timeout | undefined

  onTestRunStart(): void {
    this.#timer = setInterval(() => this.#tell(), everyMs)
  }

  onTestModuleQueued({ moduleId }: Pick<TestModule, 'moduleId'>): void {
    this.#began.set(moduleId, Date.now())
  }

  onTestModuleEnd({ moduleId }: Pick<TestModule, 'moduleId'>): void {
    this.#began.delete(moduleId)
  }

  onTestRunEnd(): void {
    clearInterval(this.#timer)
  }

  #tell(): void {
    for (const [path, began] of this.#began) {
      const ms = Date.now() - began
      if (ms >= everyMs) console.log(`still running after ${Math.round(ms / 60_000)} min: ${relative(process.cwd(), path)}`)
    }
  }
}

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Step, StepOutcome } from '../step.ts'
import type { CatchUp, CatchUpPlan, ConnectPlan, GeneratorAnswer, GeneratorRequest } from './plan.ts'

/** The load generator, in a process of its own. */
export class Generator {
  readonly #child: ChildProcess

  private constructor(child: ChildProcess) {
    this.#child = child
  }

  /** Starts the process and connects everybody, or the first `upTo`. */
  static async open(plan: ConnectPlan, upTo = plan.clients.length): Promise<Generator> {
    const script = fileURLToPath(new URL('./process.ts', import.meta.url))
    const child = fork(script, { execArgv: ['--conditions=source'], serialization: 'advanced' })
    try {
      await ask(child, { type: 'connect', plan, upTo }, 'connected')
      return new Generator(child)
    } catch (error) {
      child.kill('SIGKILL')
      throw error
    }
  }

  get pid(): number { return this.#child.pid ?? 0 }

  /** Connects more, the first `upTo` in all; how many milliseconds it took until the last was live. */
  async connectMore(upTo: number): Promise<number> {
    return (await ask(this.#child, { type: 'connect-more', upTo }, 'connected')).elapsedMs
  }

  /** A client of its own comes back and gets what it missed. */
  async catchUp(plan: CatchUpPlan): Promise<CatchUp> {
    return (await ask(this.#child, { type: 'catch-up', plan }, 'caught-up')).catchUp
  }

  async run(step: Step): Promise<StepOutcome> {
    return (await ask(this.#child, { type: 'step', step }, 'stepped')).outcome
  }

  /** Whether everything that was still under way has arrived within `patienceMs`. */
  async settle(patienceMs: number): Promise<boolean> {
    return (await ask(this.#child, { type: 'settle', patienceMs }, 'settled')).quiet
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return
    const exited = once(this.#child, 'exit')
    this.#child.kill('SIGKILL')
    await exited
  }
}

type AnswerOf<Type extends GeneratorAnswer['type']> = Extract<GeneratorAnswer, { type: Type }>

function ask<Type extends GeneratorAnswer['type']>(child: ChildProcess, request: GeneratorRequest, wanted: Type): Promise<AnswerOf<Type>> {
  return new Promise((resolve, reject) => {
    const gone = (code: number | null): void => reject(new Error(`unable to go on; the generator ended with ${code}`))
    child.once('exit', gone)
    child.once('message', (answer: GeneratorAnswer) => {
      child.off('exit', gone)
      if (isAnswer(answer, wanted)) resolve(answer)
      else reject(new Error(answer.type === 'failed' ? answer.reason : `unable to go on; the generator answered ${answer.type}`))
    })
    child.send(request)
  })
}

const isAnswer = <Type extends GeneratorAnswer['type']>(answer: GeneratorAnswer, type: Type): answer is AnswerOf<Type> =>
  answer.type === type

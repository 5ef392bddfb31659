import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Step, StepOutcome } from '../step.ts'
import type { ConnectPlan, GeneratorAnswer, GeneratorRequest } from './plan.ts'

/** The load generator, in a process of its own. */
export class Generator {
  readonly #child: ChildProcess
  readonly connectMs: number

  private constructor(child: ChildProcess, connectMs: number) {
    this.#child = child
    this.connectMs = connectMs
  }

  /** Starts the process and connects everybody. */
  static async open(plan: ConnectPlan): Promise<Generator> {
    const script = fileURLToPath(new URL('./process.ts', import.meta.url))
    const child = fork(script, { execArgv: ['--conditions=source'], serialization: 'advanced' })
    try {
      const { elapsedMs } = await ask(child, { type: 'connect', plan }, 'connected')
      return new Generator(child, elapsedMs)
    } catch (error) {
      child.kill('SIGKILL')
      throw error
    }
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

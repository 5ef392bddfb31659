import { setTimeout as sleep } from 'node:timers/promises'
import type { Step, StepOutcome } from '../step.ts'
import { conversationAt, senderOf } from '../workload.ts'
import { Connection } from './connection.ts'
import { dialects } from './dialects/index.ts'
import { sequenceLimit, textOf, variedTextOf } from './marker.ts'
import type { ConnectPlan } from './plan.ts'
import { Recorder } from './recorder.ts'

const connectingAtOnce = 25
/** A client moves its marks at most this often, as the SDK does. */
const marksEveryMs = 2000
const markTurns = 40

/** All connections of a workload, and the steps that are run over them. */
export class Crowd {
  readonly #plan: ConnectPlan
  readonly #connections: Connection[] = []
  #recorder: Recorder
  /** Who got something since their marks moved. */
  readonly #unmarked: Uint8Array
  #closed = 0

  constructor(plan: ConnectPlan) {
    this.#plan = plan
    this.#unmarked = new Uint8Array(plan.clients.length)
    this.#recorder = new Recorder(plan.workload, { rate: 0, seconds: 0, uncountedSeconds: 0, drainMs: 0 })
  }

  /**
   * Connects those of the first `upTo` who are not yet.
   * @throws {Error} when a connection is refused.
   */
  async connect(upTo = this.#plan.clients.length): Promise<void> {
    let next = this.#connections.length
    const connectSome = async (): Promise<void> => {
      while (next < upTo) await this.#open(next++)
    }
    await Promise.all(Array.from({ length: connectingAtOnce }, connectSome))
  }

  async #open(number: number): Promise<void> {
    const { ports, clients } = this.#plan
    const client = clients[number]
    if (!client) throw new Error(`unable to connect client ${number}; the plan has no such client`)
    this.#connections[number] = await Connection.open({
      number,
      port: ports[number % ports.length]!,
      client,
      dialect: dialects[this.#plan.dialect],
      events: {
        delivered: (who, sequence, at) => {
          this.#unmarked[who] = 1
          this.#recorder.delivered(who, sequence, at)
        },
        acknowledged: (sequence, at) => {
          if (sequence < sequenceLimit) this.#recorder.acknowledged(sequence, at)
        },
        refused: (sequence, frame) => {
          if (sequence < sequenceLimit) this.#recorder.refused(frame)
          else this.#recorder.note(frame)
        },
        closed: (who, reason) => {
          this.#closed++
          this.#recorder.closed(who, reason)
        },
      },
    })
  }

  /** Offers the step's rate whatever comes back, then waits for the rest. */
  async run(step: Step): Promise<StepOutcome> {
    const { workload } = this.#plan
    const recorder = new Recorder(workload, step, this.#recorder)
    if (recorder.next + recorder.planned >= sequenceLimit) throw new Error('unable to run the step; the sequence numbers are used up')
    this.#recorder = recorder
    const cpuBefore = process.cpuUsage()
    const start = performance.now()
    const marking = workload.marks ? this.#beginMarking() : undefined
    await this.#offer(recorder, step, start)
    const cpu = process.cpuUsage(cpuBefore)
    const generatorCpu = (cpu.user + cpu.system) / 1000 / (performance.now() - start)
    await this.#drain(step.drainMs)
    clearInterval(marking)
    return recorder.outcome({ generatorCpu, elapsedMs: performance.now() - start })
  }

  /** Clients take turns, so that marks come evenly. */
  #beginMarking(): NodeJS.Timeout {
    let turn = 0
    return setInterval(() => {
      turn = (turn + 1) % markTurns
      for (let client = turn; client < this.#unmarked.length; client += markTurns) {
        if (this.#unmarked[client] === 0) continue
        this.#unmarked[client] = 0
        for (const [conversationId] of this.#plan.clients[client]?.follows ?? []) this.#connections[client]?.mark(conversationId)
      }
    }, marksEveryMs / markTurns)
  }

  async #offer(recorder: Recorder, { rate, seconds }: Step, start: number): Promise<void> {
    const interval = 1000 / rate
    // What is not sent a moment after the end counts as a schedule that was not kept, not as more load.
    const end = start + seconds * 1000 + 50
    while (recorder.sent < recorder.planned) {
      let now = performance.now()
      if (now > end) return
      let due = start + recorder.sent * interval
      while (due <= now && recorder.sent < recorder.planned) {
        this.#send(recorder, due)
        due = start + recorder.sent * interval
        if ((recorder.sent & 15) === 0) now = performance.now()
        if (now > end) return
      }
      await sleep(Math.max(0, Math.floor(due - now)))
    }
  }

  #send(recorder: Recorder, due: number): void {
    const { workload, conversationIds } = this.#plan
    const { next: sequence, sent } = recorder
    const conversationId = conversationIds[conversationAt(workload, sent)] ?? ''
    recorder.sending(performance.now(), due)
    this.#connections[senderOf(workload, sent)]?.send(conversationId, sequence, workload.kind === 'catch-up' ? variedTextOf(sequence) : textOf(sequence))
  }

  async #drain(patienceMs: number): Promise<void> {
    const end = performance.now() + patienceMs
    while (!this.#recorder.complete && this.#closed === 0 && performance.now() < end) await sleep(5)
    // A moment more, for what comes twice.
    await sleep(100)
  }

  /** Waits until what a failed step left behind has arrived; false when it does not, or connections are gone. */
  async settle(patienceMs: number): Promise<boolean> {
    await this.#drain(patienceMs)
    return this.#recorder.complete && this.#closed === 0
  }
}

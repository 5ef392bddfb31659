import type { Door } from '@palaver/protocol'
import type { Counter, Histogram, Metrics } from './metrics.ts'

interface DoorMeter {
  readonly duration: Histogram
  readonly outcomes: Map<string, Counter>
}

/** Counts the runs of one command. Its instruments are made when they are first needed and kept. */
export class CommandMeter {
  readonly #metrics: Metrics
  readonly #command: string
  readonly #doors = new Map<Door, DoorMeter>()

  constructor(metrics: Metrics, command: string) {
    this.#metrics = metrics
    this.#command = command
  }

  /** A run ended: `outcome` is `ok` or the code of its error. */
  ended(door: Door, outcome: string, ms: number): void {
    const { duration, outcomes } = this.#doors.get(door) ?? this.#open(door)
    duration.record(ms / 1000)
    let counter = outcomes.get(outcome)
    if (!counter) {
      counter = this.#metrics.counter('palaver_commands_total', { command: this.#command, door, outcome })
      outcomes.set(outcome, counter)
    }
    counter.add()
  }

  #open(door: Door): DoorMeter {
    const meter: DoorMeter = { duration: this.#metrics.histogram('palaver_command_duration_seconds', { command: this.#command, door }), outcomes: new Map() }
    this.#doors.set(door, meter)
    return meter
  }
}

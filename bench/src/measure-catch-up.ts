import type { CatchUp } from './generator/plan.ts'
import type { MeasureOptions } from './measure.ts'
import { median } from './median.ts'
import { type RowCount, Session } from './session.ts'
import { cpuSince, readSystemCpu } from './system-cpu.ts'
import type { SystemName } from './systems/system.ts'

/** Somebody comes back to a thousand messages; medians of several returns. */
export interface CatchUpMeasurement {
  readonly system: SystemName
  readonly repeat: number
  readonly messages: number
  /** From the frame that says where the client stands to the last message. */
  readonly ms: number
  /** The first return, when nothing is warm. */
  readonly firstMs: number
  readonly withConnectMs: number
  readonly requests: number
  readonly bytesPerMessage: number
  /** CPU milliseconds of one return, the connect included. */
  readonly cpu: { readonly server: number; readonly database: number }
  readonly rows: RowCount
}

export const missed = 1000

/** Sends while the second member is away, then lets them return again and again from the same place. */
export async function measureCatchUp({ system, workload, repeat, effort, nodeArgs, onStep }: MeasureOptions): Promise<CatchUpMeasurement> {
  const session = await Session.open(system, workload, { nodeArgs, upTo: 1 })
  let rows: RowCount | undefined
  try {
    const { generator, system: running } = session
    const { rate, seconds } = { rate: workload.fixedRate, seconds: missed / workload.fixedRate }
    // The other is not there, so of each message only the sender's copy comes.
    const sent = await session.run({ rate, seconds, uncountedSeconds: 0, drainMs: 3000 })
    onStep('sent', sent)
    if (sent.outcome.acknowledged !== missed) throw new Error(`unable to measure the catch-up; ${sent.outcome.acknowledged} of ${missed} messages were acknowledged`)
    const away = running.clients[1]
    const [port] = running.ports
    if (!away || port === undefined) throw new Error('unable to measure the catch-up; nobody is away')
    const plan = { dialect: running.dialect, port, client: { ...away, offset: 0 }, messages: missed }
    const times = effort.name === 'full' ? 30 : 8
    const cpuBefore = readSystemCpu(running)
    const returns: CatchUp[] = []
    while (returns.length < times) returns.push(await generator.catchUp(plan))
    const cpu = cpuSince(running, cpuBefore, times)
    rows = await session.close()
    const of = (pick: (one: CatchUp) => number): number => median(returns.map(pick))
    return {
      system: system.name,
      repeat,
      messages: missed,
      ms: of((one) => one.ms),
      firstMs: returns[0]?.ms ?? NaN,
      withConnectMs: of((one) => one.withConnectMs),
      requests: of((one) => one.requests),
      bytesPerMessage: of((one) => one.bytes / one.messages),
      cpu,
      rows,
    }
  } finally {
    if (!rows) await session.close()
  }
}

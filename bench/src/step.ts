/** One load step: a fixed rate, whatever the server answers (open loop). */
export interface Step {
  /** Messages a second. */
  readonly rate: number
  readonly seconds: number
  /** The beginning that is checked but not timed. */
  readonly uncountedSeconds: number
  /** How long after the last send the rest may take to arrive. */
  readonly drainMs: number
}

/** Milliseconds. */
export interface Latency {
  readonly p50: number
  readonly p99: number
  readonly max: number
}

/** What the generator saw in one step. */
export interface StepOutcome {
  readonly rate: number
  readonly planned: number
  readonly sent: number
  readonly acknowledged: number
  readonly refused: number
  /** Deliveries that had to come, and that came; own copies only where the workload counts them. */
  readonly expected: number
  readonly delivered: number
  readonly duplicates: number
  /** Messages in a connection that they were not for. */
  readonly misdirected: number
  readonly disconnected: number
  /** From the write of the send to the read of the delivery. */
  readonly delivery: Latency
  /** From the write of the send to the read of the acknowledgement. */
  readonly acknowledgement: Latency
  /** How late the generator sent, against its schedule. */
  readonly late: Latency
  /** CPU of the generator's process while sending, as a share of one core. */
  readonly generatorCpu: number
  /** From the first send to the end of the drain. */
  readonly elapsedMs: number
  /** The first few refusals, closes and surprises. */
  readonly notes: readonly string[]
}

/** What a step must keep to. */
export const limits = { p99DeliveryMs: 250, scheduleKept: 0.97, generatorCpu: 0.95 } as const

export interface Verdict {
  readonly passed: boolean
  /** Why not, causes before consequences; empty when passed. */
  readonly reasons: readonly string[]
  /** It failed while the generator had no CPU left: it says nothing about the server. */
  readonly void: boolean
}

/** Judges a step: everything exactly once, everything acknowledged, nobody disconnected, in time, on schedule. */
export function judge(outcome: StepOutcome): Verdict {
  const reasons: string[] = []
  const kept = outcome.planned === 0 ? 0 : outcome.sent / outcome.planned
  if (outcome.refused > 0) reasons.push(`${outcome.refused} refused`)
  if (outcome.disconnected > 0) reasons.push(`${outcome.disconnected} disconnected`)
  if (outcome.delivered !== outcome.expected) reasons.push(`${outcome.delivered} of ${outcome.expected} delivered`)
  if (outcome.duplicates > 0) reasons.push(`${outcome.duplicates} delivered twice`)
  if (outcome.misdirected > 0) reasons.push(`${outcome.misdirected} delivered to strangers`)
  if (outcome.acknowledged !== outcome.sent) reasons.push(`${outcome.acknowledged} of ${outcome.sent} acknowledged`)
  if (!(outcome.delivery.p99 < limits.p99DeliveryMs)) reasons.push(`p99 of delivery ${Math.round(outcome.delivery.p99)} ms`)
  if (kept < limits.scheduleKept) reasons.push(`schedule kept to ${Math.round(kept * 100)} %`)
  const passed = reasons.length === 0
  return { passed, reasons, void: !passed && outcome.generatorCpu >= limits.generatorCpu }
}

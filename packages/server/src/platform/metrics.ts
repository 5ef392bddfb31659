import type { CounterName, GaugeName, HistogramName, LabelsOf } from './metric-table.ts'

/** Something that only grows. Adding is a plain addition, so it may stand on the path of every delivery. */
export interface Counter {
  /** Adds `count`, 1 unless given. */
  add(count?: number): void
}

/** How values are spread; in seconds or in things, as the table says. */
export interface Histogram {
  record(value: number): void
}

/**
 * Where the server counts. Ask for an instrument once, with its labels, and keep it: asking allocates, counting does not.
 * The names, their labels and what they mean stand in the metric table.
 */
export interface Metrics {
  counter<Name extends CounterName>(name: Name, ...labels: LabelsOf<Name>): Counter
  histogram<Name extends HistogramName>(name: Name, ...labels: LabelsOf<Name>): Histogram
  /** `read` is called when somebody looks: one number, or one for each value of the only label. */
  gauge(name: GaugeName, read: () => number | Readonly<Record<string, number>>): void
}

const nothing: Counter & Histogram = { add() {}, record() {} }

/** Counts nothing: what runs unless metrics are configured. */
export const noMetrics: Metrics = { counter: () => nothing, histogram: () => nothing, gauge: () => {} }

import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client'
import { type GaugeName, type MetricDefinition, type MetricName, metricTable } from '../../platform/metric-table.ts'
import type { Metrics } from '../../platform/metrics.ts'

/** Metrics that Prometheus can read. */
export interface PrometheusMetrics extends Metrics {
  readonly contentType: string
  /** All metrics as text, in Prometheus' exposition format 0.0.4. */
  text(): Promise<string>
  /** What is registered, for the generated page. */
  registered(): readonly RegisteredMetric[]
  /** Lets go of what watches the process. */
  close(): void
}

export interface RegisteredMetric {
  readonly name: string
  readonly kind: string
  readonly help: string
  readonly labels: readonly string[]
}

type Labels = Readonly<Record<string, string>>

/** A number that counting only adds to; prom-client reads it when it is asked, since its own `inc` hashes labels each time. */
class Cell {
  readonly labels: Labels
  #value = 0

  constructor(labels: Labels) {
    this.labels = labels
  }

  add(count = 1): void {
    this.#value += count
  }

  get value(): number {
    return this.#value
  }
}

/** Metrics in a registry of their own, so that several servers may live in one process. With `process` also those of Node and the process. */
export function createPrometheusMetrics(options: { readonly version: string; readonly process?: boolean }): PrometheusMetrics {
  const registry = new Registry()
  const cells = new Map<MetricName, Cell[]>()
  const gauges = new Map<GaugeName, () => number | Readonly<Record<string, number>>>()
  const histograms = new Map<MetricName, Histogram>()
  const tables: [MetricName, MetricDefinition][] = Object.entries(metricTable) as [MetricName, MetricDefinition][]

  for (const [name, { kind, help, labels, buckets }] of tables) {
    const shared = { name, help, labelNames: [...labels], registers: [registry] }
    if (kind === 'histogram') histograms.set(name, new Histogram({ ...shared, buckets: [...(buckets ?? [])] }))
    else if (kind === 'counter') {
      const own: Cell[] = []
      cells.set(name, own)
      new Counter({
        ...shared,
        collect() {
          this.reset()
          for (const cell of own) this.inc(cell.labels, cell.value)
        },
      })
    } else {
      const [label] = labels
      new Gauge({
        ...shared,
        collect() {
          this.reset()
          const read = gauges.get(name as GaugeName)?.()
          if (typeof read === 'number') this.set(read)
          else if (label !== undefined) for (const [value, count] of Object.entries(read ?? {})) this.set({ [label]: value }, count)
        },
      })
    }
  }
  gauges.set('palaver_build_info', () => ({ [options.version]: 1 }))
  if (options.process) collectDefaultMetrics({ register: registry })

  return {
    counter(name, ...given) {
      const labels: Labels = given[0] ?? {}
      const own = cells.get(name) ?? []
      const known = own.find((cell) => Object.entries(labels).every(([label, value]) => cell.labels[label] === value))
      if (known) return known
      const cell = new Cell(labels)
      own.push(cell)
      return cell
    },
    histogram(name, ...given) {
      const histogram = histograms.get(name)
      const child = given[0] ? histogram?.labels(given[0]) : histogram
      return { record: (value) => child?.observe(value) }
    },
    gauge(name, read) {
      gauges.set(name, read)
    },
    contentType: registry.contentType,
    text: () => registry.metrics(),
    registered: () =>
      registry.getMetricsAsArray().map((metric) => {
        const { name, help } = metric
        const { kind, labels } = metricTable[name as MetricName] ?? { kind: 'gauge', labels: [] }
        return { name, kind, help, labels }
      }),
    close: () => registry.clear(),
  }
}

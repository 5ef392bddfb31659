import { readFileSync } from 'node:fs'
import { type PrometheusMetrics, createPrometheusMetrics } from './adapters/prometheus/prometheus-metrics.ts'
import type { Config } from './config.ts'
import { bareErrorObject } from './platform/bare-error.ts'
import { type Metrics, noMetrics } from './platform/metrics.ts'
import type { OnError, Report } from './platform/report.ts'

/** Where the server counts, and whom it tells of failures. */
export interface Observability {
  readonly metrics: Metrics
  /** The same metrics, readable; undefined unless somebody may read them. */
  readonly prometheus: PrometheusMetrics | undefined
  readonly report: Report
}

/** Makes what the configuration asks for; without a port or a token for metrics nothing is counted. */
export function createObservability(config: Pick<Config, 'metricsPort' | 'metricsToken'>, onError?: OnError): Observability {
  const readable = config.metricsPort !== undefined || config.metricsToken !== undefined
  const prometheus = readable ? createPrometheusMetrics({ version: readVersion(), process: true }) : undefined
  const metrics = prometheus ?? noMetrics
  return {
    metrics,
    prometheus,
    report: (error, context) => {
      metrics.counter('palaver_errors_total', { where: context.where }).add()
      try {
        onError?.(bareErrorObject(error), context)
      } catch {
        // A hook that fails must not make a failure worse.
      }
    },
  }
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }
  return version
}

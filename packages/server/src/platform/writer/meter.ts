import { type Counter, type Histogram, type Metrics, noMetrics } from '../metrics.ts'

/** What the writer counts. */
export interface WriterMeter {
  readonly batchSize: Histogram
  readonly commitSeconds: Histogram
  readonly halvings: Counter
  readonly requeues: Counter
  readonly overloaded: Counter
}

/** The instruments of a writer; `queued` tells how many changes wait. */
export function createWriterMeter(metrics: Metrics = noMetrics, queued: () => number = () => 0): WriterMeter {
  metrics.gauge('palaver_writer_queued', queued)
  return {
    batchSize: metrics.histogram('palaver_writer_batch_size'),
    commitSeconds: metrics.histogram('palaver_writer_commit_duration_seconds'),
    halvings: metrics.counter('palaver_writer_halvings_total'),
    requeues: metrics.counter('palaver_writer_requeues_total'),
    overloaded: metrics.counter('palaver_writer_overloaded_total'),
  }
}

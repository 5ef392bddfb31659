import { afterEach, describe, expect, onTestFinished, test } from 'vitest'
import { createPrometheusMetrics } from '../../src/adapters/prometheus/prometheus-metrics.ts'
import type { DeadJobs, Jobs } from '../../src/platform/jobs.ts'
import type { Metrics } from '../../src/platform/metrics.ts'

export interface JobsUnderTest {
  /** A new queue over the same storage; failed jobs are tried twice more, without delay. */
  readonly open: (metrics?: Metrics) => Promise<Jobs>
  readonly openDeadJobs: () => Promise<DeadJobs>
  /** A process takes a job `{ n: 1 }` of the queue and is killed in the middle of it; a new queue over its storage. */
  readonly killInMidJob: (queue: string) => Promise<Jobs>
  /** The most often that a schedule may run. */
  readonly shortestCron: { readonly pattern: string; readonly everyMs: number }
}

/** What every job queue promises. */
export function describeJobs(name: string, under: JobsUnderTest): void {
  describe(name, () => {
    const running: Jobs[] = []
    let queues = 0
    const newQueue = (): string => `queue-${++queues}`
    const open = async (metrics?: Metrics): Promise<Jobs> => {
      const jobs = await under.open(metrics)
      running.push(jobs)
      return jobs
    }
    /** Starts a queue that remembers what its handler got. */
    async function startRecording(queue: string, during: (data: { n: number }) => Promise<void> = async () => {}): Promise<{ jobs: Jobs; seen: number[] }> {
      const seen: number[] = []
      const jobs = await open()
      jobs.handle<{ n: number }>(queue, async (data) => {
        seen.push(data.n)
        await during(data)
      })
      await jobs.start()
      return { jobs, seen }
    }
    const openDead = async (): Promise<DeadJobs> => {
      const dead = await under.openDeadJobs()
      onTestFinished(() => dead.close())
      return dead
    }
    const soon = { timeout: 5000, interval: 20 }

    afterEach(() => Promise.all(running.splice(0).map((jobs) => jobs.stop())))

    test('runs a job once, soon after it was queued', async () => {
      const queue = newQueue()
      const { jobs, seen } = await startRecording(queue)
      const began = performance.now()
      await jobs.enqueue(queue, { n: 1 })
      await expect.poll(() => seen, soon).toEqual([1])
      expect(performance.now() - began).toBeLessThan(1000)
    })

    test('works off a backlog of 200 without a wait between batches', async () => {
      const queue = newQueue()
      const { jobs, seen } = await startRecording(queue)
      const began = performance.now()
      await Promise.all(Array.from({ length: 200 }, (_, n) => jobs.enqueue(queue, { n })))
      await expect.poll(() => new Set(seen).size, soon).toBe(200)
      expect(seen).toHaveLength(200)
      expect(performance.now() - began).toBeLessThan(4000)
    })

    test('takes the same id twice as one job, also after it has run', async () => {
      const queue = newQueue()
      const { jobs, seen } = await startRecording(queue)
      await Promise.all([jobs.enqueue(queue, { n: 1 }, { id: 'same' }), jobs.enqueue(queue, { n: 1 }, { id: 'same' })])
      await expect.poll(() => seen, soon).toEqual([1])
      await jobs.enqueue(queue, { n: 1 }, { id: 'same' })
      await jobs.enqueue(queue, { n: 2 }, { id: 'other' })
      await expect.poll(() => seen, soon).toEqual([1, 2])
    })

    test('keeps the same id apart in different queues', async () => {
      const [a, b] = [newQueue(), newQueue()]
      const seen: string[] = []
      const jobs = await open()
      for (const queue of [a, b]) jobs.handle(queue, async () => { seen.push(queue) })
      await jobs.start()
      await jobs.enqueue(a, {}, { id: 'same' })
      await jobs.enqueue(b, {}, { id: 'same' })
      await expect.poll(() => seen.toSorted(), soon).toEqual([a, b].toSorted())
    })

    test('does not run a job before its time', async () => {
      const queue = newQueue()
      const { jobs, seen } = await startRecording(queue)
      const due = Date.now() + 1500
      await jobs.enqueue(queue, { n: 1 }, { startAfterMs: 1500 })
      await jobs.enqueue(queue, { n: 2 })
      await expect.poll(() => seen, soon).toEqual([2])
      await expect.poll(() => seen, { timeout: 10_000, interval: 20 }).toEqual([2, 1])
      expect(Date.now()).toBeGreaterThanOrEqual(due)
    })

    test('tries a failed job again, and spares those beside it', async () => {
      const queue = newQueue()
      let failures = 1
      const { jobs, seen } = await startRecording(queue, async ({ n }) => {
        if (n === 3 && failures-- > 0) throw new Error('once')
      })
      await Promise.all([1, 2, 3, 4].map((n) => jobs.enqueue(queue, { n })))
      await expect.poll(() => seen.toSorted(), { timeout: 10_000, interval: 20 }).toEqual([1, 2, 3, 3, 4])
    })

    test('lays a job aside that fails at every try', async () => {
      const queue = newQueue()
      const { jobs, seen } = await startRecording(queue, async () => { throw new Error('always') })
      await jobs.enqueue(queue, { n: 7 })
      const dead = await openDead()
      const ofQueue = async () => (await dead.list()).filter((job) => job.queue === queue)
      await expect.poll(ofQueue, { timeout: 15_000, interval: 50 }).toMatchObject([{ data: { n: 7 }, error: 'always', failedAt: expect.any(Date) }])
      expect(seen).toEqual([7, 7, 7])
    })

    test('counts tries: done, failed, and dead when it was the last', async () => {
      const queue = newQueue()
      const metrics = createPrometheusMetrics({ version: 'test', process: false })
      const jobs = await open(metrics)
      jobs.handle<{ n: number }>(queue, async ({ n }) => { if (n === 2) throw new Error('always') })
      await jobs.start()
      await Promise.all([1, 2].map((n) => jobs.enqueue(queue, { n })))
      const counted = async () => Object.fromEntries([...(await metrics.text()).matchAll(/^palaver_jobs_total\{.*outcome="(\w+)".*\} (\d+)$/gm)].map(([, outcome, count]) => [outcome, Number(count)]))
      await expect.poll(counted, { timeout: 15_000, interval: 50 }).toEqual({ done: 1, failed: 2, dead: 1 })
    })

    test('runs laid aside jobs again when told to: one, or all of a queue', async () => {
      const queue = newQueue()
      let isBroken = true
      const { jobs, seen } = await startRecording(queue, async () => { if (isBroken) throw new Error('broken') })
      await Promise.all([1, 2, 3].map((n) => jobs.enqueue(queue, { n })))
      const dead = await openDead()
      const ofQueue = async () => (await dead.list()).filter((job) => job.queue === queue)
      await expect.poll(async () => (await ofQueue()).length, { timeout: 15_000, interval: 50 }).toBe(3)
      isBroken = false
      seen.splice(0)
      const second = (await ofQueue()).find(({ data }) => (data as { n: number }).n === 2)
      expect(await dead.retry(queue, second?.id)).toBe(1)
      await expect.poll(() => seen, soon).toEqual([2])
      expect(await dead.retry(queue)).toBe(2)
      await expect.poll(() => seen.toSorted(), soon).toEqual([1, 2, 3])
      expect(await ofQueue()).toEqual([])
      expect([await dead.retry(queue), await dead.retry('no-such-queue'), await dead.retry(queue, crypto.randomUUID())]).toEqual([0, 0, 0])
    })

    test('gives a job to another worker when its own was killed', async () => {
      const queue = newQueue()
      const jobs = await under.killInMidJob(queue)
      running.push(jobs)
      const seen: number[] = []
      jobs.handle<{ n: number }>(queue, async ({ n }) => void seen.push(n))
      await jobs.start()
      await expect.poll(() => seen, { timeout: 80_000, interval: 100 }).toEqual([1])
    }, 120_000)

    test('runs a schedule for all of its workers together, not for each', async () => {
      const queue = newQueue()
      const { pattern, everyMs } = under.shortestCron
      const runs: number[] = []
      for (let worker = 0; worker < 4; worker++) {
        const jobs = await open()
        jobs.handle(queue, async () => void runs.push(Date.now()))
        jobs.schedule(queue, pattern)
        await jobs.start()
      }
      await expect.poll(() => runs.length, { timeout: everyMs + 10_000, interval: 50 }).toBeGreaterThan(0)
      await new Promise((resolve) => setTimeout(resolve, Math.min(everyMs * 0.5, 3000)))
      // Two that look at the clock on both sides of a full minute may both find it due.
      expect(runs.length).toBeLessThanOrEqual(2)
    }, 90_000)

    test('lets running handlers finish when it stops', async () => {
      const queue = newQueue()
      let finished = false
      const begun = Promise.withResolvers<void>()
      const { jobs } = await startRecording(queue, async () => {
        begun.resolve()
        await new Promise((resolve) => setTimeout(resolve, 300))
        finished = true
      })
      await jobs.enqueue(queue, { n: 1 })
      await begun.promise
      await jobs.stop()
      await jobs.stop()
      expect(finished).toBe(true)
    })

    test('keeps what was queued over a stop, for the next that starts', async () => {
      const queue = newQueue()
      const first = await startRecording(queue)
      await first.jobs.enqueue(queue, { n: 1 }, { startAfterMs: 200 })
      await first.jobs.stop()
      expect(first.seen).toEqual([])
      const second = await startRecording(queue)
      await expect.poll(() => second.seen, { timeout: 8000, interval: 20 }).toEqual([1])
    })

    test('refuses two handlers for one queue', async () => {
      const jobs = await open()
      const queue = newQueue()
      jobs.handle(queue, async () => {})
      expect(() => jobs.handle(queue, async () => {})).toThrow('it has a handler')
      await jobs.start()
    })
  })
}

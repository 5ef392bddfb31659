import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { createBullmqJobs } from '../../../src/adapters/bullmq/bullmq-jobs.ts'
import { openDatabase } from '../../../src/adapters/open-database.ts'
import { createTimers } from '../../../src/platform/timers/timer-service.ts'
import { createPostgresUrl } from '../../support/databases.ts'
import { startRedis } from '../../support/redis-server.ts'
import type { TimerWorkerOrder } from '../../support/timer-worker.ts'

const timersSet = 200
const script = fileURLToPath(new URL('../../support/timer-worker.ts', import.meta.url))

async function startWorker(order: TimerWorkerOrder): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--conditions=source', script, JSON.stringify(order)], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout, 'data')
  return child
}

async function kill(child: ChildProcess | undefined): Promise<void> {
  if (!child || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

test('200 timers have one effect each, while workers are killed and Redis is emptied', async () => {
  const databaseUrl = await createPostgresUrl()
  const redis = await startRedis()
  const database = await openDatabase({ databaseUrl })
  const order = { databaseUrl, redisUrl: redis.url, kind: 'chaos' }
  const workers: ChildProcess[] = []
  onTestFinished(async () => {
    await Promise.all(workers.map(kill))
    await database.close()
    await redis.stop()
  })
  await database.query('CREATE TABLE effects (n int)')
  const timers = createTimers({ sql: database, jobs: createBullmqJobs({ redisUrl: redis.url, onError: () => {} }), onError: () => {} })
  for (let n = 0; n < timersSet; n++) await timers.set(database, 'chaos', { key: String(n), data: { n }, dueAt: new Date(Date.now() + Math.random() * 8000) })
  const left = async (): Promise<number> => (await database.query<{ count: number }>('SELECT count(*)::int AS count FROM timers'))[0]?.count ?? 0

  workers.push(...(await Promise.all([1, 2, 3].map(() => startWorker(order)))))
  const [kills, flushes] = [8, 4]
  for (let blow = 0; blow < kills; blow++) {
    await sleep(Math.random() * 1200)
    const victim = workers.splice(Math.floor(Math.random() * workers.length), 1)[0]
    const [successor] = await Promise.all([startWorker(order), kill(victim)])
    workers.push(successor)
    if (blow % (kills / flushes) === 0) await redis.run('FLUSHALL')
  }
  await expect.poll(left, { timeout: 60_000, interval: 200 }).toBe(0)
  // What still lies in the queue or was thought dead may come now, and must do nothing.
  await sleep(3000)
  const effects = await database.query<{ n: number }>('SELECT n FROM effects ORDER BY n')
  expect(effects.map(({ n }) => n)).toEqual(Array.from({ length: timersSet }, (_, n) => n))
}, 180_000)

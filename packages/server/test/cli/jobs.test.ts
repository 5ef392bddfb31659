import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { openJobs } from '../../src/adapters/open-jobs.ts'
import { openDatabase } from '../../src/adapters/open-database.ts'
import { cliCommands } from '../../src/cli/commands.ts'
import { runCli } from '../../src/cli/run-cli.ts'
import { noMetrics } from '../../src/platform/metrics.ts'
import { createTimers } from '../../src/platform/timers/timer-service.ts'
import { createPostgresUrl } from '../support/databases.ts'
import { type RedisServer, startRedis } from '../support/redis-server.ts'

let redis: RedisServer
beforeAll(async () => { redis = await startRedis() })
afterAll(() => redis.stop())

const palaver = async (env: Record<string, string>, ...args: string[]): Promise<{ code: number; out: string[]; err: string }> => {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runCli(cliCommands, args, env, { print: (line) => out.push(line), note: (line) => err.push(line) })
  return { code, out, err: err.join('\n') }
}

describe.each(['pg-boss', 'BullMQ'])('palaver jobs, on %s', (queue) => {
  it('lists jobs and timers that failed at every try, and runs them again', async () => {
    const databaseUrl = await createPostgresUrl()
    const env = { DATABASE_URL: databaseUrl, ...(queue === 'BullMQ' ? { REDIS_URL: redis.url } : {}) }
    const database = await openDatabase({ databaseUrl })
    onTestFinished(() => database.close())
    const jobs = openJobs({ database, databaseUrl, redisUrl: queue === 'BullMQ' ? redis.url : undefined, metrics: noMetrics, onError: () => {} })
    const timers = createTimers({ sql: database, jobs, onError: () => {}, everyMs: 50, tries: 1 })
    const seen: object[] = []
    let isBroken = true
    timers.handle('mend', async (data) => {
      if (isBroken) throw new Error('broken\nin two lines')
      seen.push(data)
    })
    await jobs.start()
    timers.start()
    onTestFinished(async () => {
      await timers.stop()
      await jobs.stop()
    })
    expect(await palaver(env, 'jobs', 'list')).toEqual({ code: 0, out: [], err: '' })
    await timers.set(database, 'mend', { key: 'a', data: { secret: 'of a person' } })
    await expect.poll(async () => (await palaver(env, 'jobs', 'list')).out, { timeout: 10_000 })
      .toEqual([expect.stringMatching(/^timer\.mend\t[0-9a-f-]{36}\t\d{4}-\d\d-\d\dT\S+Z\tbroken in two lines$/)])
    const [line] = (await palaver(env, 'jobs', 'list', '--json')).out
    expect(JSON.parse(line ?? '')).toMatchObject({ queue: 'timer.mend', error: 'broken\nin two lines', data: { secret: 'of a person' } })
    expect(await palaver(env, 'jobs', 'retry', 'timer.other')).toMatchObject({ code: 1, out: ['0'] })
    isBroken = false
    expect(await palaver(env, 'jobs', 'retry', 'timer.mend', '--id', (JSON.parse(line ?? '') as { id: string }).id)).toMatchObject({ code: 0, out: ['1'] })
    await expect.poll(() => seen, { timeout: 10_000 }).toEqual([{ secret: 'of a person' }])
    expect((await palaver(env, 'jobs', 'list')).out).toEqual([])
  })
})

describe('palaver secret replace', () => {
  it('makes the secret of this node the one of all', async () => {
    const env = { DATABASE_URL: await createPostgresUrl() }
    const [one, two] = ['a', 'b'].map((letter) => ({ ...env, PALAVER_SECRET: letter.repeat(43) }))
    const doctor = async (with_: Record<string, string> = {}) => (await palaver(with_, 'doctor')).out.find((line) => line.includes('secret '))
    expect(await palaver(one ?? {}, 'secret', 'replace')).toMatchObject({ code: 0, out: ['Replaced by PALAVER_SECRET.'] })
    expect([await doctor(one), await doctor(two)]).toEqual([expect.stringMatching(/^ok/), expect.stringMatching(/^fail/)])
    expect((await palaver(two ?? {}, 'secret', 'replace')).code).toBe(0)
    expect([await doctor(one), await doctor(two)]).toEqual([expect.stringMatching(/^fail/), expect.stringMatching(/^ok/)])
    expect((await palaver(env, 'secret', 'replace')).out).toEqual(['Replaced by a new one, kept in the database.'])
    expect(await doctor(env)).toMatch(/^warn/)
  })

  it('leaves the embedded database alone', async () => {
    expect(await palaver({}, 'secret', 'replace')).toMatchObject({ code: 1, err: expect.stringContaining('.palaver/secrets') })
  })
})

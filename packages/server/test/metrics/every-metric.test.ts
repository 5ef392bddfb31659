import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type MetricName, metricTable } from '../../src/platform/metric-table.ts'
import { type RedisServer, startRedis } from '../support/redis-server.ts'
import { type TestServerOptions, shareTestServer } from '../support/test-server.ts'
import { moves } from './moves.ts'
import { Stage, stageOptions } from './stage.ts'

let redis: RedisServer
// Jobs, bus and limits of a server with Redis are others.
const onRedisOptions: TestServerOptions & { redisUrl?: string } = { ...stageOptions }
beforeAll(async () => {
  redis = await startRedis()
  onRedisOptions.redisUrl = redis.url
})
afterAll(() => redis.stop())
const server = shareTestServer(stageOptions)
const serverOnRedis = shareTestServer(onRedisOptions)
const soon = { timeout: 20_000, interval: 50 }

describe('every metric', () => {
  it('of the table has a move, or is what never moves', () => {
    expect([...Object.keys(moves), 'palaver_build_info'].sort()).toEqual(Object.keys(metricTable).sort())
  })

  it('that has labels moves in a named series', () => {
    const labelled = Object.entries(metricTable).filter(([name, { labels }]) => labels.length > 0 && name in moves)
    const unnamed = labelled.filter(([name]) => moves[name as keyof typeof moves].some(({ labels }) => labels === undefined))
    expect(unnamed.map(([name]) => name)).toEqual([])
  })

  it('palaver_build_info is always 1', async () => {
    expect(await new Stage(server(), redis).read('palaver_build_info', 'version="0.0.0"')).toBe(1)
  })

  const all = Object.entries(moves).flatMap(([metric, its]) => its.map((move) => ({ metric: metric as MetricName, labels: '', ...move })))

  it.each(all)('$metric moves ($labels)', async ({ metric, labels, onRedis, act }) => {
    const stage = new Stage(onRedis === true ? serverOnRedis() : server(), redis)
    await stage.ready()
    const before = await stage.read(metric, labels)
    await act(stage)
    await expect.poll(() => stage.read(metric, labels), soon).toBeGreaterThan(before)
  }, 60_000)
})

import { describe, expect, it } from 'vitest'
import { createRedisGuesses } from '../../../src/adapters/redis/guesses.ts'
import type { GuessLimiter } from '../../../src/platform/limits.ts'
import { quiet, shareRedis, strict } from '../../support/shared-redis.ts'
import { account, address, guessesSuite, waitOf } from '../limits/guesses.suite.ts'

const shared = shareRedis()
const runtime = { now: () => Date.now() }

describe('guesses counted in Redis', () => {
  guessesSuite(async (held) => createRedisGuesses({ redis: shared().node(), runtime: held, ...strict, clock: held.now }))
})

describe('guesses over two nodes', () => {
  it('pass only as many of a hundred at the same moment as are free', async () => {
    const [one, other] = [await shared().connect('two:'), await shared().connect('two:')]
    const nodes = [one, other].map((redis) => createRedisGuesses({ redis, runtime, ...strict }))
    const waits = await Promise.all(Array.from({ length: 100 }, (_, i) => waitOf(nodes[i % 2] as GuessLimiter, account(), address(`10.0.0.${i}`))))
    expect(waits.filter((wait) => wait === undefined)).toHaveLength(5)
    expect(waits.filter((wait) => wait !== undefined).every((wait) => wait > 14 && wait <= 15)).toBe(true)
  })

  it('leave no address or name in Redis to be read', async () => {
    const redis = await shared().connect('private:')
    await createRedisGuesses({ redis, runtime, ...strict }).attempt([account('ada@example.com'), address('192.0.2.77')])
    const keys = await redis.commands.keys('private:*')
    expect(keys).toHaveLength(2)
    expect(JSON.stringify([keys, await redis.commands.mget(keys)])).not.toMatch(/ada|192\.0/)
  })
})

it('counts in each process while Redis is away', async () => {
  const redis = await shared().connect()
  const guesses = createRedisGuesses({ redis, runtime, log: quiet })
  redis.commands.disconnect()
  for (let i = 0; i < 5; i++) expect(await waitOf(guesses, account())).toBeUndefined()
  expect(await waitOf(guesses, account())).toBe(15)
})

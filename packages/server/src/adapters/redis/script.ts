import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'

/** What a Lua script gets: keys of one slot, and arguments. */
export interface ScriptCall {
  readonly keys: readonly string[]
  readonly args: readonly (string | number)[]
}

/** A Lua script: sent whole once, named by its hash from then on. */
export class RedisScript<Answer> {
  readonly #lua: string
  readonly #sha: string

  constructor(lua: string) {
    this.#lua = lua
    this.#sha = createHash('sha1').update(lua).digest('hex')
  }

  /** Runs it, also on a Redis that has forgotten it. */
  async run(redis: Redis, { keys, args }: ScriptCall): Promise<Answer> {
    try {
      return (await redis.evalsha(this.#sha, keys.length, ...keys, ...args)) as Answer
    } catch (error) {
      if (!(error instanceof Error) || !error.message.startsWith('NOSCRIPT')) throw error
      return (await redis.eval(this.#lua, keys.length, ...keys, ...args)) as Answer
    }
  }
}

/** Begins a script that needs the time: `now` is the first argument, or the clock of Redis where that is empty. Milliseconds. */
export const luaClock = `
local time = redis.call('TIME')
local now = tonumber(ARGV[1]) or time[1] * 1000 + math.floor(time[2] / 1000)
`

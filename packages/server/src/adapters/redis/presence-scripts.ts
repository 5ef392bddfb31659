import { RedisScript } from './script.ts'

// A person's key is a hash: node -> sockets there. A field stays, with 0, for the grace; a person without a field is offline.

/**
 * A socket more. Arguments: node, how many sockets the person may have or empty, nodes whose sockets do not count.
 * Answer: -1 refused, 1 the person came online, 0 they were.
 */
export const enterScript = new RedisScript<-1 | 0 | 1>(`
local held, most, total, silent = redis.call('HGETALL', KEYS[1]), tonumber(ARGV[2]), 0, {}
for i = 3, #ARGV do silent[ARGV[i]] = true end
for i = 1, #held, 2 do
  if not silent[held[i]] then total = total + tonumber(held[i + 1]) end
end
if most and total >= most then return -1 end
redis.call('HINCRBY', KEYS[1], ARGV[1], 1)
return #held == 0 and 1 or 0
`)

/** A socket fewer. Argument: node. Nothing where Redis has lost the person meanwhile: the node enters them again. */
export const exitScript = new RedisScript<null>(`
if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 1 then redis.call('HINCRBY', KEYS[1], ARGV[1], -1) end
return nil
`)

/** What a node knows of a person, again. Arguments: node, sockets. Answer: 1 when the person came online. */
export const restoreScript = new RedisScript<0 | 1>(`
local known = redis.call('EXISTS', KEYS[1])
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
return 1 - known
`)

/** A node has the person no more. Argument: node. Answer: 1 when they went offline by this. */
export const leaveScript = new RedisScript<0 | 1>(`
return redis.call('HDEL', KEYS[1], ARGV[1]) == 1 and redis.call('EXISTS', KEYS[1]) == 0 and 1 or 0
`)

/**
 * A node lives. Keys: all nodes by when they last said so, and those that died. Arguments: node, whether it is new, when a node is silent,
 * when it is dead. Answer: whether the node is known; if not, it was lost or taken for dead and must come back as another one. Then the
 * nodes that are silent, and those that died and whose people must go.
 */
export const aliveScript = new RedisScript<[known: 0 | 1, silent: string[], died: string[]]>(`
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local silentMs, deadMs = tonumber(ARGV[3]), tonumber(ARGV[4])
local last = redis.call('ZSCORE', KEYS[1], ARGV[1])
if not last and ARGV[2] == '0' then return { 0, {}, {} } end
redis.call('ZADD', KEYS[1], now, ARGV[1])
-- Whoever was silent itself does not judge: Redis was away, and the others have not said yet that they live.
if not last or now - tonumber(last) < silentMs then
  for _, dead in ipairs(redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - deadMs)) do
    redis.call('ZREM', KEYS[1], dead)
    redis.call('SADD', KEYS[2], dead)
  end
end
return { 1, redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', now - silentMs), redis.call('SMEMBERS', KEYS[2]) }
`)

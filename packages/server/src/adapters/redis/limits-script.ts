import { luaClock, RedisScript } from './script.ts'

/**
 * The token bucket of `adapters/limits/bucket.ts` in Redis. Key: the bucket, as `level at leased leasedUntil`.
 * Arguments: now or empty, perMinute, burst, how many to take, how many to lease on top, how many of the last lease are settled, how many
 * of those come back unspent, how long a lease counts. Answer: taken, leased, level.
 *
 * What nodes have leased and not settled yet keeps its room: level and leases together never exceed the burst, so no moment and no
 * spread over nodes lets more through than one bucket would. A lease that a dead node never settles counts as spent.
 */
export const takeScript = new RedisScript<[taken: number, leased: number, level: number]>(`
${luaClock}
local perMinute, burst, want, extra = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
local settled, back, leaseMs = tonumber(ARGV[6]), tonumber(ARGV[7]), tonumber(ARGV[8])
local level, at, leased, untilMs = burst * 60000, now, 0, 0
local stored = redis.call('GET', KEYS[1])
if stored then
  local l, a, o, u = string.match(stored, '^(%d+) (%d+) (%d+) (%d+)$')
  level, at, leased, untilMs = tonumber(l), tonumber(a), tonumber(o), tonumber(u)
end
local function refill(to)
  level = math.min((burst - leased) * 60000, level + math.max(0, to - at) * perMinute)
  at = math.max(at, to)
end
refill(math.min(now, untilMs))
if now >= untilMs then leased = 0 end
refill(now)
-- Of a lease that has counted as spent nothing comes back.
back = math.min(back, leased)
leased = math.max(0, leased - settled)
level = math.min((burst - leased) * 60000, level + back * 60000)
local free = math.floor(level / 60000)
local taken = math.min(want, free)
local lease = math.min(extra, math.floor((free - taken) / 4))
level = level - (taken + lease) * 60000
leased = leased + lease
if lease > 0 then untilMs = now + leaseMs end
if level >= burst * 60000 then
  redis.call('DEL', KEYS[1])
else
  -- A minute longer than it takes to fill: what a clock that was set back shortens is never forgotten too early.
  local ttl = math.ceil((burst * 60000 - level) / perMinute) + 60000
  redis.call('SET', KEYS[1], string.format('%.0f %.0f %.0f %.0f', level, now, leased, untilMs), 'PX', string.format('%.0f', ttl))
end
return { taken, lease, level }
`)

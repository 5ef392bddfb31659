import { luaClock, RedisScript } from './script.ts'

/**
 * The rule of `adapters/limits/in-process-guesses.ts` in Redis. Each key holds `count since waits waitUntil`.
 * Arguments: now or empty, window, longest wait, then how many are free for each key. Answer: how long to wait; 0 when it was counted.
 */
export const attemptScript = new RedisScript<number>(`
${luaClock}
local windowMs, longestMs = tonumber(ARGV[2]), tonumber(ARGV[3])
local all, wait = {}, 0
for i, key in ipairs(KEYS) do
  local one = { count = 0, since = now, waits = 0, untilMs = 0 }
  local c, s, w, u = string.match(redis.call('GET', key) or '', '^(%d+) (%d+) (%d+) (%d+)$')
  if c and now < math.max(tonumber(s), tonumber(u)) + longestMs then
    one = { count = tonumber(c), since = tonumber(s), waits = tonumber(w), untilMs = tonumber(u) }
    if now >= one.since + windowMs then one.count, one.since = 0, now end
  end
  one.spent = one.untilMs > now or one.count >= tonumber(ARGV[3 + i])
  all[i] = one
end
for _, one in ipairs(all) do
  if one.spent then
    if one.untilMs <= now then
      one.count, one.since, one.untilMs = 0, now, now + math.min(windowMs * 2 ^ one.waits, longestMs)
      one.waits = one.waits + 1
    end
    wait = math.max(wait, one.untilMs - now)
  end
end
for i, one in ipairs(all) do
  if wait == 0 then one.count = one.count + 1 end
  if wait == 0 or one.spent then
    local ttl = math.max(one.since, one.untilMs) + longestMs - now + 60000
    redis.call('SET', KEYS[i], string.format('%.0f %.0f %.0f %.0f', one.count, one.since, one.waits, one.untilMs), 'PX', string.format('%.0f', ttl))
  end
end
return wait
`)

/** An attempt of this key was right: it is not counted after all. */
export const giveBackScript = new RedisScript<null>(`
local c, rest = string.match(redis.call('GET', KEYS[1]) or '', '^(%d+)( .*)$')
if c and tonumber(c) > 0 then redis.call('SET', KEYS[1], string.format('%.0f', tonumber(c) - 1) .. rest, 'KEEPTTL') end
return nil
`)

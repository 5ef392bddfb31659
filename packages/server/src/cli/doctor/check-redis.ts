import { Redis } from 'ioredis'
import { oldestRedis } from '../../adapters/redis/open-redis.ts'
import { compareClocks } from './check-clock.ts'
import { type Finding, fail, ok, warn } from './finding.ts'

/** Everything about REDIS_URL; `now` is this machine's clock. */
export async function checkRedis(redisUrl: string, now: () => number = Date.now): Promise<readonly Finding[]> {
  const redis = new Redis(redisUrl, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0, connectTimeout: 5000, connectionName: 'palaver-doctor' })
  let reason: Error | undefined
  redis.on('error', (error: Error) => { reason = error })
  try {
    await redis.connect()
    // The version is asked for before the password is proven; this is not.
    await redis.ping()
  } catch (error) {
    redis.disconnect()
    return [unreachable(reason ?? error)]
  }
  try {
    const info = await readInfo(redis)
    return [checkVersion(info), checkMemory(info), await checkPublishing(redis), await checkClock(redis, now)]
  } catch (error) {
    return [fail('redis', `cannot be examined; ${messageOf(error)}. Give its user the rights of all commands on palaver:*`)]
  } finally {
    redis.disconnect()
  }
}

type Info = Readonly<Record<string, string>>

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function unreachable(error: unknown): Finding {
  const message = messageOf(error)
  if (/WRONGPASS|NOAUTH|invalid password/i.test(message)) return fail('redis', `refuses the password; correct it in REDIS_URL (${message})`)
  return fail('redis', `cannot be reached; is it running, and is REDIS_URL right? (${message})`)
}

async function readInfo(redis: Redis): Promise<Info> {
  const lines = (await redis.info()).split('\r\n').filter((line) => line.includes(':'))
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]))
}

function checkVersion(info: Info): Finding {
  const version = info['redis_version'] ?? '0'
  if (Number.parseInt(version, 10) < oldestRedis) return fail('redis', `${version} is too old; Redis ${oldestRedis} or newer is needed`)
  if (info['cluster_enabled'] === '1') return fail('redis', 'is a cluster, and the jobs of Palaver need one Redis; set REDIS_URL to one without cluster mode')
  return ok('redis', `Redis ${version}`)
}

function checkMemory(info: Info): Finding {
  const [policy, most] = [info['maxmemory_policy'] ?? 'noeviction', Number(info['maxmemory'] ?? 0)]
  const used = Number(info['used_memory'] ?? 0)
  if (most > 0 && policy !== 'noeviction') {
    return fail('redis memory', `Redis throws keys away when it is full (maxmemory-policy ${policy}), also those of the job queue; set maxmemory-policy noeviction`)
  }
  if (most > 0 && used > most * 0.8) return warn('redis memory', `${Math.round((used / most) * 100)} % of maxmemory are used; raise it`)
  return ok('redis memory', most > 0 ? `${Math.round((used / most) * 100)} % of maxmemory are used, nothing is thrown away` : 'has no limit of its own')
}

async function checkPublishing(redis: Redis): Promise<Finding> {
  try {
    await redis.spublish('palaver:doctor', '')
    const subscriber = redis.duplicate()
    subscriber.on('error', () => {})
    try {
      await subscriber.connect()
      await subscriber.ssubscribe('palaver:doctor')
    } finally {
      subscriber.disconnect()
    }
    return ok('redis rights', 'may publish and subscribe')
  } catch (error) {
    return fail('redis rights', `the user of REDIS_URL may not publish or subscribe: ${messageOf(error)}. Run ACL SETUSER with +@all ~palaver:* &palaver:*`)
  }
}

async function checkClock(redis: Redis, now: () => number): Promise<Finding> {
  const before = now()
  const [seconds, microseconds] = await redis.time()
  return compareClocks("that of Redis", { theirs: Number(seconds) * 1000 + Number(microseconds) / 1000, before, after: now() })
}

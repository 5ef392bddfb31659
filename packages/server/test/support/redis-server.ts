import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { freePort } from '../../../../tooling/processes/free-port.ts'

/** A real Redis of a test's own, on 127.0.0.1 and a port that was free. */
export interface RedisServer {
  readonly url: string
  readonly pid: number
  /** Runs one command over a connection of its own. */
  run(command: string, ...args: readonly string[]): Promise<unknown>
  /** Stops answering without closing anything, as a stalled machine does (SIGSTOP), until {@link resume}. */
  pause(): void
  resume(): void
  /** Ends as a crash does; the data is gone. */
  kill(): Promise<void>
  /** Starts again, empty, on the same port. */
  start(): Promise<void>
  /** Ends it for good. Idempotent. */
  stop(): Promise<void>
}

/** Starts Redis from Debian's program, without persistence, in a folder of its own. */
export async function startRedis(settings: Readonly<Record<string, string>> = {}): Promise<RedisServer> {
  const folder = await mkdtemp(join(tmpdir(), 'palaver-redis-'))
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  const launchOptions = { port: String(port), bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no', daemonize: 'no', ...settings }
  let server = await launch(url, launchOptions)
  const kill = async (): Promise<void> => {
    if (server.exitCode !== null || server.signalCode !== null) return
    const gone = once(server, 'exit')
    server.kill('SIGCONT')
    server.kill('SIGKILL')
    await gone
  }
  return {
    url,
    get pid() { return server.pid ?? 0 },
    run: (command, ...args) => withClient(url, (client) => client.call(command, ...args)),
    pause: () => void server.kill('SIGSTOP'),
    resume: () => void server.kill('SIGCONT'),
    kill,
    async start() {
      server = await launch(url, launchOptions)
    },
    async stop() {
      await kill()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

async function launch(url: string, settings: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const args = Object.entries(settings).flatMap(([key, value]) => [`--${key}`, value])
  const server = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'ignore'] })
  let log = ''
  server.stdout?.on('data', (chunk: Buffer) => { log = (log + chunk.toString()).slice(-4000) })
  const failed = once(server, 'error').then(([error]) => { throw new Error('unable to start Redis; its program is missing: apt-get install redis-server', { cause: error }) })
  await Promise.race([failed, untilItAnswers(server, url, () => log)])
  return server
}

async function untilItAnswers(server: ChildProcess, url: string, log: () => string): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (server.exitCode !== null) throw new Error(`unable to start Redis; it ended with ${server.exitCode}: ${log()}`)
    if (await withClient(url, (client) => client.ping()).then(() => true, () => false)) return
    await sleep(20)
  }
  server.kill('SIGKILL')
  throw new Error(`unable to start Redis; it did not answer: ${log()}`)
}

async function withClient<T>(url: string, work: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 })
  client.on('error', () => {})
  try {
    await client.connect()
    return await work(client)
  } finally {
    client.disconnect()
  }
}

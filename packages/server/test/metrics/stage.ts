import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { onTestFinished, vi } from 'vitest'
import type { MetricName } from '../../src/platform/metric-table.ts'
import type { Runtime } from '../../src/platform/runtime.ts'
import { systemRuntime } from '../../src/adapters/system-runtime.ts'
import { Scene, type ScenePerson } from '../doors/door-case.ts'
import { openSocket } from '../support/doors.ts'
import type { RedisServer } from '../support/redis-server.ts'
import type { SocketClient } from '../support/socket-client.ts'
import { type TestServer, type TestServerOptions, roomyLimits, startTestServer } from '../support/test-server.ts'

const metricsToken = 'a-token-for-metrics-of-32-characters'
const appKey = 'an-app-key-of-the-host-of-32-letters'
let aheadMs = 0

/** The real clock, and what tests have let pass. */
const runtime: Runtime = { ...systemRuntime, now: () => systemRuntime.now() + aheadMs }

/** A running server on PostgreSQL whose metrics are watched, small where a test has to reach an end. */
export const stageOptions: TestServerOptions = {
  dialect: 'postgres',
  appKeys: [appKey],
  metricsToken,
  heartbeatMs: 1500,
  logLevel: 'error',
  runtime,
  limits: { ...roomyLimits, listConversations: { perMinute: 1, burst: 1 } },
  socketLimits: { softBufferBytes: 100_000, hardBufferBytes: 50_000_000, framesPerSecond: 100_000, framesBurst: 100_000 },
}

/** What the moves of metrics work with. */
export class Stage extends Scene {
  readonly #redis: RedisServer

  constructor(server: TestServer, redis: RedisServer) {
    super(server, appKey)
    this.#redis = redis
  }

  /** Waits until nothing is left of what was done to the server before. */
  async ready(): Promise<void> {
    await vi.waitFor(async () => {
      const { status } = await this.server.call('GET', '/health/ready')
      if (status !== 200) throw new Error(`unable to go on; the server is not ready: ${status}`)
    }, { timeout: 30_000, interval: 50 })
  }

  /** The server's Redis does not answer until the test ends. */
  pauseRedis(): void {
    this.#redis.pause()
    onTestFinished(() => this.#redis.resume())
  }

  /** The server's Redis is away until the test ends. */
  async stopRedis(): Promise<void> {
    await this.#redis.kill()
    onTestFinished(() => this.#redis.start())
  }

  /** Cuts the connections over which messages of other nodes come. */
  async cutSubscribers(): Promise<void> {
    await this.#redis.run('CLIENT', 'KILL', 'TYPE', 'pubsub')
  }

  /** The sum of all series of a metric (of a histogram its count) whose labels hold this text. */
  async read(metric: MetricName, labels = ''): Promise<number> {
    const { body } = await this.server.app.inject({ url: '/metrics', headers: { authorization: `Bearer ${metricsToken}` } })
    const series = [...body.matchAll(/^(\w+)(\{.*\})? (\S+)$/gm)].filter(([, name, its = '']) => (name === metric || name === `${metric}_count`) && its.includes(labels))
    return series.reduce((sum, [, , , value]) => sum + Number(value), 0)
  }

  async socket(person?: ScenePerson): Promise<SocketClient> {
    const client = await openSocket(this.server)
    if (person) await client.authenticate(person.token)
    return client
  }

  /** A socket that follows a conversation live. */
  async follow(conversationId: string, person: ScenePerson): Promise<SocketClient> {
    const client = await this.socket(person)
    client.send({ t: 'resume', lineage: this.server.palaver.database.lineage, userRevision: 0, conversations: [[conversationId, 0, 0]] })
    await client.frame('live')
    return client
  }

  /** Sends without waiting; the answer is the status. */
  send(conversationId: string, { token }: ScenePerson, text = 'hello'): Promise<number> {
    const body = { clientId: randomUUID(), content: { kind: 'text', text } }
    return this.server.call('POST', `/v1/conversations/${conversationId}/messages`, { token, body }).then(({ status }) => status)
  }

  sql(text: string, params: readonly unknown[] = []): Promise<readonly object[]> {
    return this.server.palaver.database.query(text, params)
  }

  /** Locks a conversation as another node's batch does; the answer lets it go. */
  async lock(conversationId: string): Promise<() => Promise<void>> {
    const other = new pg.Client(this.server.palaver.config.databaseUrl)
    await other.connect()
    await other.query('BEGIN')
    await other.query('SELECT 1 FROM conversations WHERE id = $1 FOR NO KEY UPDATE', [conversationId])
    return () => other.end()
  }

  /** Takes a table away until the test ends. */
  async hide(table: string): Promise<void> {
    await this.sql(`ALTER TABLE ${table} RENAME TO ${table}_hidden`)
    onTestFinished(async () => void (await this.sql(`ALTER TABLE ${table}_hidden RENAME TO ${table}`)))
  }

  /** Another node on the same database, with a bus of its own: this one is not told what that one writes. */
  otherNode(): Promise<TestServer> {
    const { databaseUrl } = this.server.palaver.config
    return startTestServer({ ...stageOptions, ...(databaseUrl === undefined ? {} : { databaseUrl }) })
  }

  pass(ms: number): void {
    aheadMs += ms
  }
}

import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { createApp } from '../src/app.ts'
import type { NodeRole } from '../src/node-role.ts'
import { codeIn, password, startTestServer, type TestServer, type TestServerOptions } from './support/test-server.ts'
import { createPostgresUrl } from './support/databases.ts'
import { type RedisServer, startRedis } from './support/redis-server.ts'

let redis: RedisServer
beforeAll(async () => { redis = await startRedis() })
afterAll(() => redis.stop())

describe('nodes with roles', () => {
  const start = (role: NodeRole, databaseUrl: string, options: Partial<TestServerOptions> = {}): Promise<TestServer> =>
    startTestServer({ dialect: 'postgres', databaseUrl, redisUrl: redis.url, role, ...options })
  const ada = { email: 'ada@example.com', password, name: 'Ada', handle: 'ada' }
  const owed = ({ palaver }: TestServer) => palaver.database.query('SELECT key FROM timers')

  it('share the work: a gateway takes the command, a worker runs what follows from it', async () => {
    const databaseUrl = await createPostgresUrl()
    const gateway = await start('gateway', databaseUrl)
    expect((await gateway.call('POST', '/v1/accounts', { body: ada })).status).toBe(202)
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect([gateway.mails, await owed(gateway)]).toEqual([[], [{ key: ada.email }]])
    const worker = await start('worker', databaseUrl)
    const code = await codeIn(worker.mails, ada.email)
    expect((await gateway.call('POST', '/v1/accounts/verify', { body: { email: ada.email, code } })).status).toBe(201)
    await expect.poll(() => owed(gateway)).toEqual([])
  })

  it('leave a worker without doors, but for health and metrics', async () => {
    const token = 'a-token-for-metrics-of-32-characters'
    const { app, call } = await start('worker', await createPostgresUrl(), { metricsToken: token })
    const statuses = async (...paths: string[]) => Promise.all(paths.map(async (path) => (await call('GET', path, { token })).status))
    expect(await statuses('/health/live', '/health/ready', '/metrics')).toEqual([200, 200, 200])
    expect(await statuses('/v1/me', '/v1/socket', '/openapi.json', '/asyncapi.json', '/')).toEqual([404, 404, 404, 404, 404])
    expect((await app.inject({ url: '/v1/socket', headers: { connection: 'upgrade', upgrade: 'websocket' } })).statusCode).toBe(404)
  })

  it('let a worker that stops finish what it began', async () => {
    const databaseUrl = await createPostgresUrl()
    const begun = Promise.withResolvers<void>()
    const sent: string[] = []
    const send = async ({ to }: { to: string }): Promise<void> => {
      begun.resolve()
      await new Promise((resolve) => setTimeout(resolve, 1000))
      sent.push(to)
    }
    const worker = await start('worker', databaseUrl, { mailer: { send } })
    const gateway = await start('gateway', databaseUrl)
    await gateway.call('POST', '/v1/accounts', { body: ada })
    await begun.promise
    await worker.app.close()
    expect(sent).toEqual([ada.email])
    expect(await owed(gateway)).toEqual([])
  })

  it.each(['gateway', 'worker'] as const)('are refused where one process must do everything: %s', async (role) => {
    await expect(createApp({ role, dataDir: 'memory://', logLevel: 'silent' })).rejects.toThrow(`PALAVER_ROLE=${role} needs DATABASE_URL and REDIS_URL`)
    await expect(createApp({ role, databaseUrl: await createPostgresUrl(), logLevel: 'silent' })).rejects.toThrow(`PALAVER_ROLE=${role} needs REDIS_URL`)
  })
})

describe('the secret of nodes on one PostgreSQL', () => {
  const secretA = Buffer.alloc(32, 1)
  const secretB = Buffer.alloc(32, 2)
  const open = async (databaseUrl: string, secret?: Buffer) => {
    const { app, palaver } = await createApp({ databaseUrl, logLevel: 'silent', runsJobs: false, ...(secret ? { secret } : {}) })
    onTestFinished(() => app.close())
    return palaver
  }

  it('is made once when none is set, so that a token of one node is good at another', async () => {
    const databaseUrl = await createPostgresUrl()
    const nodes = await Promise.all([1, 2, 3].map(() => startTestServer({ dialect: 'postgres', databaseUrl })))
    const { accessToken } = await (nodes[0] as TestServer).register('ada')
    for (const { call } of nodes) expect((await call('GET', '/v1/me', { token: accessToken })).status).toBe(200)
    expect(nodes[0]?.log()).toContain('set PALAVER_SECRET on every node')
  })

  it('that is set leaves only a fingerprint in the database, and a node with another one does not start', async () => {
    const databaseUrl = await createPostgresUrl()
    const palaver = await open(databaseUrl, secretA)
    const settings = await palaver.database.query<{ key: string; value: string }>(`SELECT key, value FROM settings WHERE key LIKE 'secret%'`)
    expect(settings.map(({ key }) => key)).toEqual(['secret.fingerprint'])
    expect(JSON.stringify(settings)).not.toContain(secretA.toString('base64url').slice(0, 8))
    await open(databaseUrl, secretA)
    await expect(open(databaseUrl, secretB)).rejects.toThrow('PALAVER_SECRET is not that of the other nodes')
    await expect(open(databaseUrl)).rejects.toThrow('the other nodes have a PALAVER_SECRET, and here none is set')
  })

  it('of the database is not silently replaced by one that is set', async () => {
    const databaseUrl = await createPostgresUrl()
    await open(databaseUrl)
    await expect(open(databaseUrl, secretA)).rejects.toThrow('palaver secret replace')
  })
})

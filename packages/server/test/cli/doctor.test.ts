import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { loadSharedSecret } from '../../src/adapters/tokens/shared-secret.ts'
import { openDatabase } from '../../src/adapters/open-database.ts'
import { systemRuntime } from '../../src/adapters/system-runtime.ts'
import { checkDatabase } from '../../src/cli/doctor/check-database.ts'
import { checkRedis } from '../../src/cli/doctor/check-redis.ts'
import type { Finding } from '../../src/cli/doctor/finding.ts'
import { type Config, defaultConfig } from '../../src/config.ts'
import { createPostgresUrl } from '../support/databases.ts'
import { type RedisServer, startRedis } from '../support/redis-server.ts'

const of = (findings: readonly Finding[], about: string): Finding | undefined => findings.find((finding) => finding.about === about)
const states = (findings: readonly Finding[]): object => Object.fromEntries(findings.map(({ about, state }) => [about, state]))
const later = (ms: number) => () => Date.now() + ms

describe('doctor and PostgreSQL', () => {
  let databaseUrl = ''
  beforeAll(async () => { databaseUrl = await createPostgresUrl() })
  const config = (changes: Partial<Config> = {}): Config => ({ ...defaultConfig(), databaseUrl, ...changes })
  const sql = async (text: string, url = databaseUrl): Promise<void> => {
    const client = new pg.Client(url)
    await client.connect()
    try {
      await client.query(text)
    } finally {
      await client.end()
    }
  }

  it('finds nothing wrong with one that is as it should be', async () => {
    const findings = await checkDatabase(config())
    expect(states(findings)).toEqual({ database: 'ok', rights: 'ok', connections: 'ok', migrations: 'ok', secret: 'warn', clock: 'ok' })
    expect(of(findings, 'connections')?.text).toMatch(/enough for \d+ nodes/)
  })

  it('says which rights a role lacks, and how to give them', async () => {
    const role = `poor_${process.pid}`
    await sql(`CREATE ROLE ${role} LOGIN`)
    onTestFinished(() => sql(`DROP ROLE ${role}`))
    const url = new URL(databaseUrl)
    url.username = role
    const findings = await checkDatabase(config({ databaseUrl: url.href }))
    expect(states(findings)).toEqual({ database: 'ok', rights: 'fail', connections: 'ok' })
    expect(of(findings, 'rights')?.text).toContain(`GRANT CREATE, USAGE ON SCHEMA public TO ${role}`)
    expect(of(findings, 'rights')?.text).toContain(`GRANT CREATE ON DATABASE ${url.pathname.slice(1)} TO ${role}`)
  })

  it('counts connections', async () => {
    expect(of(await checkDatabase(config({ poolSize: 1000 })), 'connections')).toMatchObject({ state: 'fail', text: expect.stringContaining('lower PALAVER_POOL_SIZE') })
  })

  it('tells a server that is not there, a wrong address and a clock that is off', async () => {
    expect(await checkDatabase(config({ databaseUrl: 'postgres://u:hidden@127.0.0.1:1/none' }))).toMatchObject([{ state: 'fail', text: expect.stringContaining('is it running') }])
    expect(of(await checkDatabase(config(), later(60_000)), 'clock')).toMatchObject({ state: 'fail', text: expect.stringContaining('-60.0 s') })
    expect(of(await checkDatabase(config(), later(-5000)), 'clock')).toMatchObject({ state: 'warn', text: expect.stringContaining('NTP') })
  })

  it('tells pending migrations', async () => {
    const { pathname } = new URL(databaseUrl)
    const empty = new URL(databaseUrl)
    empty.pathname = `${pathname}_empty`
    await sql(`CREATE DATABASE ${empty.pathname.slice(1)}`)
    expect(of(await checkDatabase(config({ databaseUrl: empty.href })), 'migrations')).toMatchObject({ state: 'warn', text: expect.stringContaining('palaver migrate') })
  })

  it('finds a secret that is not that of the other nodes', async () => {
    const database = await openDatabase({ databaseUrl })
    onTestFinished(() => database.close())
    const secret = Buffer.alloc(32, 1)
    await loadSharedSecret(database, secret, systemRuntime)
    expect(of(await checkDatabase(config({ secret })), 'secret')).toMatchObject({ state: 'ok' })
    expect(of(await checkDatabase(config({ secret: Buffer.alloc(32, 2) })), 'secret')).toMatchObject({ state: 'fail', text: expect.stringContaining('palaver secret replace') })
    expect(of(await checkDatabase(config()), 'secret')).toMatchObject({ state: 'fail', text: expect.stringContaining('here none is set') })
  })
})

describe('doctor and Redis', () => {
  let redis: RedisServer
  beforeAll(async () => { redis = await startRedis() })
  afterAll(() => redis.stop())
  const own = async (settings: Record<string, string>): Promise<RedisServer> => {
    const server = await startRedis(settings)
    onTestFinished(() => server.stop())
    return server
  }
  const withUser = (name: string): string => redis.url.replace('redis://', `redis://${name}:secret@`)

  it('finds nothing wrong with one that is as it should be', async () => {
    expect(states(await checkRedis(redis.url))).toEqual({ redis: 'ok', 'redis memory': 'ok', 'redis rights': 'ok', clock: 'ok' })
  })

  it('fails one that throws keys away when it is full', async () => {
    const server = await own({ maxmemory: '10mb', 'maxmemory-policy': 'allkeys-lru' })
    expect(of(await checkRedis(server.url), 'redis memory')).toMatchObject({ state: 'fail', text: expect.stringContaining('set maxmemory-policy noeviction') })
  })

  it('takes one that is full at times and keeps all', async () => {
    const server = await own({ maxmemory: '50mb', 'maxmemory-policy': 'noeviction' })
    expect(of(await checkRedis(server.url), 'redis memory')).toMatchObject({ state: 'ok' })
  })

  it('tells one that is not there, a wrong password and a clock that is off', async () => {
    expect(await checkRedis('redis://127.0.0.1:1')).toMatchObject([{ state: 'fail', text: expect.stringContaining('is it running') }])
    const [wrong] = await checkRedis(withUser('nobody'))
    expect(wrong).toMatchObject({ state: 'fail', text: expect.stringContaining('refuses the password') })
    expect(wrong?.text).not.toContain('secret')
    expect(of(await checkRedis(redis.url, later(3000)), 'clock')).toMatchObject({ state: 'warn' })
    expect(of(await checkRedis(redis.url, later(-31_000)), 'clock')).toMatchObject({ state: 'fail' })
  })

  it('finds a user who may not publish', async () => {
    await redis.run('ACL', 'SETUSER', 'mute', 'on', '>secret', '+@all', '~*', 'resetchannels')
    expect(of(await checkRedis(withUser('mute')), 'redis rights')).toMatchObject({ state: 'fail', text: expect.stringContaining('&palaver:*') })
  })

  it('finds a cluster', async () => {
    const server = await own({ 'cluster-enabled': 'yes' })
    expect(of(await checkRedis(server.url), 'redis')).toMatchObject({ state: 'fail', text: expect.stringContaining('cluster') })
  })
})

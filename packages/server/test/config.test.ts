import { describe, expect, it } from 'vitest'
import { ConfigError, readConfig } from '../src/config.ts'
import { defaultLimits } from '../src/platform/limits.ts'

describe('the configuration', () => {
  it('needs nothing: every variable has a default, and an empty one counts as absent', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: ' ', UNRELATED: 'x' })).toEqual(readConfig({}))
    expect(readConfig({})).toMatchObject({
      host: '127.0.0.1', port: 3000, dataDir: '.palaver', allowedOrigins: [], trustProxy: [], appKeys: [], limits: defaultLimits,
      accessTokenMs: 900_000, refreshTokenMs: 30 * 86_400_000, refreshGraceMs: 30_000, textMaxLength: 5000, unknownContent: 'refuse', editWindowMs: 86_400_000, undoDeleteMs: 30_000, heartbeatMs: 25_000, deadNodeMs: 300_000,
    })
    expect(readConfig({})).not.toHaveProperty('databaseUrl')
  })

  it('reads every variable', () => {
    const key = 'k'.repeat(32)
    const config = readConfig({
      HOST: '0.0.0.0', PORT: '8080', PALAVER_DATA_DIR: '/data', DATABASE_URL: 'postgres://u:p@db/palaver', PALAVER_MIGRATE: 'true',
      PALAVER_SECRET: Buffer.alloc(32, 7).toString('base64url'), PALAVER_APP_KEYS: `${key},${key}2`, LOG_LEVEL: 'warn',
      PALAVER_ALLOWED_ORIGINS: 'https://app.example.com,http://localhost:5173', PALAVER_TRUST_PROXY: 'loopback,10.0.0.0/8',
      PALAVER_LIMITS: 'send=600/100,signIn=10', PALAVER_SOCKET_LIMITS: 'framesPerSecond=200,readsBurst=9',
      PALAVER_ACCESS_TOKEN_SECONDS: '5', PALAVER_HEARTBEAT_SECONDS: '0.5', PALAVER_DEAD_NODE_SECONDS: '20', PALAVER_STATIC_DIR: 'dist',
    })
    expect(config).toMatchObject({
      host: '0.0.0.0', port: 8080, dataDir: '/data', databaseUrl: 'postgres://u:p@db/palaver', migrate: true, appKeys: [key, `${key}2`], logLevel: 'warn',
      allowedOrigins: ['https://app.example.com', 'http://localhost:5173'], trustProxy: ['loopback', '10.0.0.0/8'], accessTokenMs: 5000,
      heartbeatMs: 500, deadNodeMs: 20_000, staticDir: 'dist', socketLimits: { framesPerSecond: 200, readsBurst: 9 },
    })
    expect(config.limits).toEqual({ ...defaultLimits, send: { perMinute: 600, burst: 100 }, signIn: { perMinute: 10, burst: 10 } })
    expect(config.secret).toEqual(Buffer.alloc(32, 7))
  })

  it('names every fault at once, and no value: some are secrets', () => {
    const faulty = {
      PORT: '70000', DATABASE_URL: 'mysql://secret@db', PALAVER_APP_KEYS: 'too-short-secret', PALAVER_ALLOWED_ORIGINS: 'https://a.example/path',
      PALAVER_LIMITS: 'sned=5', PALAVER_SOCKET_LIMITS: 'framesPerSecond=0', PALAVER_MIGRATE: 'perhaps', LOG_LEVEL: 'loud', PALAVER_SECRET: 'secret', PALAVER_TRUST_PROXY: 'true',
      PALAVER_TEXT_MAX_LENGTH: '1e9', PALAVER_ACCESS_TOKEN_SECONDS: '0',
    }
    const error = (() => {
      try {
        return readConfig(faulty)
      } catch (thrown) {
        return thrown as ConfigError
      }
    })()
    expect(error).toBeInstanceOf(ConfigError)
    expect((error as ConfigError).faults.map((fault) => fault.split(' ')[0]).toSorted()).toEqual(Object.keys(faulty).toSorted())
    expect((error as ConfigError).message).not.toContain('secret@')
    expect((error as ConfigError).message).not.toContain('too-short')
  })

  it('refuses a role that needs other nodes where there are none', () => {
    const [DATABASE_URL, REDIS_URL] = ['postgres://db/palaver', 'redis://redis']
    expect(readConfig({ DATABASE_URL, REDIS_URL, PALAVER_ROLE: 'worker' })).toMatchObject({ role: 'worker' })
    expect(() => readConfig({ PALAVER_ROLE: 'gateway' })).toThrow('PALAVER_ROLE=gateway needs DATABASE_URL and REDIS_URL')
    expect(() => readConfig({ DATABASE_URL, PALAVER_ROLE: 'gateway' })).toThrow('PALAVER_ROLE=gateway needs REDIS_URL')
    expect(() => readConfig({ PALAVER_ROLE: 'king' })).toThrow('PALAVER_ROLE must be one of all, gateway, worker')
  })
})

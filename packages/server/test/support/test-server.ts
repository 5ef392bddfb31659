import { Writable } from 'node:stream'
import type { SessionTokens } from '@palaver/protocol'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, onTestFinished, vi } from 'vitest'
import { createPasswords } from '../../src/adapters/tokens/passwords.ts'
import { createApp } from '../../src/app.ts'
import { entities } from '../../src/features/index.ts'
import type { AppOptions, Palaver } from '../../src/palaver.ts'
import type { Mail } from '../../src/platform/mailer.ts'
import { defaultLimits, type Limits } from '../../src/platform/limits.ts'
import { createPostgresUrl, createTestDatabase } from './databases.ts'

/** A whole server on a fresh database, with its mails and its log at hand. */
export interface TestServer {
  readonly app: FastifyInstance
  readonly palaver: Palaver
  readonly mails: Mail[]
  readonly log: () => string
  /** An answer's status, body and headers. */
  call(method: Method, path: string, options?: CallOptions): Promise<Answer>
  /** Registers somebody and verifies the code from the mail. */
  register(handle: string, name?: string): Promise<SessionTokens>
}

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

export interface CallOptions {
  readonly token?: string
  readonly body?: unknown
  readonly headers?: Record<string, string>
  readonly address?: string
}

export interface Answer {
  readonly status: number
  readonly headers: Record<string, unknown>
  readonly body: Readonly<Record<string, unknown>>
}

export const password = 'correct horse battery'

/** Far above what a test needs; tests of limits set their own. */
export const roomyLimits = Object.fromEntries(
  Object.keys(defaultLimits).map((name) => [name, { perMinute: 100_000, burst: 100_000 }]),
) as unknown as Limits

export type TestServerOptions = AppOptions & { readonly dialect?: 'pglite' | 'postgres' }

/** Starts a server that ends with the test; `dialect` picks the database. */
export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { server, close } = await openTestServer(options)
  onTestFinished(close)
  return server
}

/** One server for all tests of a `describe`; each test brings people of its own. */
export function shareTestServer(options: TestServerOptions = {}): () => TestServer {
  let opened: { server: TestServer; close: () => Promise<void> } | undefined
  beforeAll(async () => {
    opened = await openTestServer(options)
  })
  afterAll(() => opened?.close())
  return () => {
    if (!opened) throw new Error('unable to use the shared server; it is there only inside tests')
    return opened.server
  }
}

async function openTestServer(options: TestServerOptions): Promise<{ server: TestServer; close: () => Promise<void> }> {
  const { dialect = 'pglite', ...rest } = options
  const database = dialect === 'pglite' ? await createTestDatabase(dialect, { entities }) : undefined
  const databaseUrl = database ? undefined : (rest.databaseUrl ?? (await createPostgresUrl()))
  const mails = mailsOf(databaseUrl)
  let logged = ''
  const { app, palaver } = await createApp({
    ...(database ? { database } : {}),
    dataDir: 'memory://',
    limits: roomyLimits,
    logLevel: 'debug',
    mailer: { send: async (mail) => void mails.push(mail) },
    passwords: await createPasswords({ parameters: { memoryCost: 8, timeCost: 1, parallelism: 1 } }),
    logDestination: new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        logged += chunk.toString()
        done()
      },
    }),
    ...rest,
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
  })
  const close = async () => {
    await app.close()
    await database?.close()
  }

  const call = callOf(app)
  const register: TestServer['register'] = async (handle, name = handle) => {
    const email = `${handle}@example.com`
    await call('POST', '/v1/accounts', { body: { email, password, name, handle } })
    const { body } = await call('POST', '/v1/accounts/verify', { body: { email, code: await codeIn(mails, email) } })
    return body as unknown as SessionTokens
  }
  return { server: { app, palaver, mails, log: () => logged, call, register }, close }
}

/** How requests are made without a port. */
export const callOf = (app: FastifyInstance): TestServer['call'] => async (method, path, { token, body, headers = {}, address } = {}) => {
  const response = await app.inject({
    method,
    url: path,
    headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
    ...(body === undefined ? {} : { payload: body as object }),
    ...(address === undefined ? {} : { remoteAddress: address }),
  })
  const isJson = String(response.headers['content-type']).startsWith('application/json')
  return { status: response.statusCode, headers: response.headers, body: isJson ? response.json() : {} }
}

const allMails = new Map<string, Mail[]>()

/** Nodes on one database share what they sent: any of them may send a mail that is due. */
function mailsOf(databaseUrl: string | undefined): Mail[] {
  if (databaseUrl === undefined) return []
  const mails = allMails.get(databaseUrl) ?? []
  allMails.set(databaseUrl, mails)
  return mails
}

/** The last mail to somebody, once there is one. */
export const mailTo = (mails: readonly Mail[], email: string): Promise<Mail> =>
  vi.waitUntil(() => mails.findLast(({ to }) => to === email), { timeout: 10_000, interval: 5 })

/** The code of the last mail to somebody, once there is one. */
export async function codeIn(mails: readonly Mail[], email: string): Promise<string> {
  return /\b\d{6}\b/.exec((await mailTo(mails, email)).text)?.[0] ?? 'no code'
}

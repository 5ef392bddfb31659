import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { freePort } from '../processes/server-process.ts'
import { blocksOf, runModule, waitFor } from './running-guides.ts'

const publicKey = '0123456789abcdef0123456789abcdef'

interface SentEvent {
  readonly exception: { readonly values: readonly { readonly type: string; readonly value: string; readonly stacktrace?: { readonly frames: readonly object[] } }[] }
  readonly tags: Readonly<Record<string, string>>
  readonly extra: Readonly<Record<string, string>>
}

/** Takes envelopes as Sentry does, at `/api/<project>/envelope/`, and keeps their events. */
const receiveEnvelopes = async (): Promise<{ dsn: string; events: SentEvent[]; raw: () => string; paths: Set<string> }> => {
  const events: SentEvent[] = []
  const paths = new Set<string>()
  let raw = ''
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      raw += body
      paths.add(`${request.method} ${request.url?.split('?')[0]}`)
      // Lines of JSON: the envelope's header, then for each item its header and itself.
      const [, ...items] = body.trim().split('\n').map((line) => JSON.parse(line) as { type?: string })
      items.forEach(({ type }, index) => {
        if (index % 2 === 0 && type === 'event') events.push(items[index + 1] as SentEvent)
      })
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { dsn: `http://${publicKey}@127.0.0.1:${(server.address() as AddressInfo).port}/42`, events, raw: () => raw, paths }
}

test("the guide's server tells Sentry of a failure by its request id, and of nothing that people wrote (refusal 40)", async () => {
  const { dsn, events, raw, paths } = await receiveEnvelopes()
  const dataDir = mkdtempSync(join(tmpdir(), 'palaver-errors-'))
  onTestFinished(() => rmSync(dataDir, { recursive: true, force: true }))
  const port = String(await freePort())
  // The one thing that the test adds: something to fail on.
  const broken = `\nawait app.palaver.database.query('ALTER TABLE credentials RENAME TO credentials_gone')\n`
  const server = runModule((blocksOf('errors.md').get('server') ?? '') + broken, { SENTRY_DSN: dsn, PORT: port, PALAVER_DATA_DIR: dataDir, LOG_LEVEL: 'silent' })
  const address = `http://127.0.0.1:${port}`
  await waitFor(`${address}/health/ready`, [server])

  const signIn = (email: string) =>
    fetch(`${address}/v1/sessions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email, password: 'a-password-that-nobody-may-see' }) })
  const refused = await signIn('no address')
  expect(refused.status).toBe(400)
  const failed = await signIn('ada@example.com')
  expect(failed.status).toBe(500)
  const { requestId } = (await failed.json()) as { requestId: string }

  await expect.poll(() => events.length, { timeout: 10_000 }).toBe(1)
  expect([...paths]).toEqual(['POST /api/42/envelope/'])
  const [event] = events
  expect(event).toMatchObject({ tags: { where: 'command', command: 'session.create' }, extra: { requestId } })
  expect(event?.exception.values.some(({ value }) => value.includes('credentials'))).toBe(true)
  expect(event?.exception.values.at(-1)?.stacktrace?.frames.length).toBeGreaterThan(1)
  expect(['ada@example.com', 'a-password-that-nobody-may-see', 'no address', 'select '].filter((secret) => raw().includes(secret))).toEqual([])

  const ended = once(server.child, 'exit')
  server.child.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
}, 60_000)

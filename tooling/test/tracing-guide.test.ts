import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type Server, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, test } from 'vitest'
import { endChild } from '../processes/child-process.ts'
import { plainEnvironment } from '../processes/plain-environment.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const appKey = 'app-key-that-must-not-be-traced-0123456789'
const traceId = '0af7651916cd43dd8448eb211c80319c'

interface SentSpan {
  readonly name: string
  readonly traceId: string
  readonly spanId: string
  readonly links?: readonly { readonly traceId: string }[]
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[]
}

/** An OTLP/HTTP receiver: keeps the spans that were exported to it. */
async function receiveSpans(): Promise<{ endpoint: string; spans: SentSpan[]; raw: () => string }> {
  const spans: SentSpan[] = []
  let raw = ''
  const server: Server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk: Buffer) => (body += chunk.toString()))
    request.on('end', () => {
      raw += body
      const { resourceSpans } = JSON.parse(body) as { resourceSpans: { scopeSpans: { spans: SentSpan[] }[] }[] }
      spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)))
      response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans, raw: () => raw }
}

/** Writes the guide's snippet to where its imports resolve. */
function writeSnippet(): string {
  const [, snippet = ''] = /^```js\n([\s\S]*?)^```$/m.exec(readFileSync(join(root, 'docs/guides/tracing.md'), 'utf8')) ?? []
  const folder = join(root, 'tooling/.cache')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'tracing.mjs')
  writeFileSync(path, snippet)
  return path
}

async function startServer(endpoint: string): Promise<string> {
  const dataDir = mkdtempSync(join(tmpdir(), 'palaver-tracing-'))
  const server = spawn(process.execPath, ['--conditions=source', '--import', writeSnippet(), 'packages/server/src/main.ts'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...plainEnvironment(), PORT: '0', PALAVER_DATA_DIR: dataDir, PALAVER_APP_KEYS: appKey, OTEL_EXPORTER_OTLP_ENDPOINT: endpoint, OTEL_BSP_SCHEDULE_DELAY: '100' },
  })
  onTestFinished(async () => {
    await endChild(server, 'SIGTERM')
    rmSync(dataDir, { recursive: true, force: true })
  })
  let output = ''
  return new Promise((resolve, reject) => {
    server.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${output}`)))
    server.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString()
      const address = /Server listening at (http:\/\/[\d.:]+)/.exec(output)?.[1]
      if (address !== undefined) resolve(address)
    })
  })
}

test("the guide's snippet exports spans that go on with the caller's trace and hold no secret (refusal 40)", async () => {
  const { endpoint, spans, raw } = await receiveSpans()
  const address = await startServer(endpoint)
  const call = async (path: string, token: string, body: object) => {
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', traceparent: `00-${traceId}-b7ad6b7169203331-01` }
    const response = await fetch(`${address}${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
    return { requestId: response.headers.get('x-request-id'), body: (await response.json()) as Record<string, unknown> }
  }
  const minted = await call('/v1/tokens', appKey, { externalId: 'host-user-7' })
  const token = String(minted.body['accessToken'])
  const created = await call('/v1/conversations', token, { clientId: crypto.randomUUID(), type: 'group', name: 'G' })
  const { id } = created.body['conversation'] as { id: string }
  const sent = await call(`/v1/conversations/${id}/messages`, token, { clientId: crypto.randomUUID(), content: { kind: 'text', text: 'text-of-a-message' } })
  await call('/v1/sessions', token, { email: 'ada@example.com', password: 'wrong-password-of-ada' })

  await expect.poll(() => spans.map(({ name }) => name), { timeout: 10_000 }).toContain('command session.create')
  const send = spans.find(({ name }) => name === 'command message.send')
  expect(send).toMatchObject({ traceId })
  expect(send?.attributes.find(({ key }) => key === 'palaver.request_id')?.value.stringValue).toBe(sent.requestId)
  expect(spans.some(({ name, links }) => name === 'writer batch' && links?.some((link) => link.traceId === traceId))).toBe(true)
  expect(spans.some(({ name }) => name === 'database batch')).toBe(true)
  expect([appKey, token, 'text-of-a-message', 'ada@example.com', 'wrong-password-of-ada'].filter((secret) => raw().includes(secret))).toEqual([])
}, 60_000)

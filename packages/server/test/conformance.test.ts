import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { startTestServer } from './support/test-server.ts'

const folder = new URL('../../protocol/', import.meta.url)

/** Runs the Python client of the protocol; resolves with its exit code and what it printed. */
const runConformance = (args: readonly string[]): Promise<{ code: number; printed: string; trace: string }> =>
  new Promise((resolve) => {
    // Without its own bytecode, which would land between the sources.
    const python = ['-B', fileURLToPath(new URL('conformance/conformance.py', folder)), ...args]
    execFile('python3', python, { timeout: 120_000 }, (error, stdout, stderr) => {
      resolve({ code: error ? (typeof error.code === 'number' ? error.code : 1) : 0, printed: stdout, trace: stderr })
    })
  })

test('a client written in Python from PROTOCOL.md alone finds every rule kept', async () => {
  const server = await startTestServer({ heartbeatMs: 1000 })
  const url = await server.app.listen({ host: '127.0.0.1', port: 0 })
  const tokens = [await server.register('pythia'), await server.register('orakel')]
  const { code, printed, trace } = await runConformance(['--url', url, ...tokens.flatMap(({ accessToken }) => ['--token', accessToken])])
  expect(printed.split('\n').filter((line) => line.startsWith('FAIL')), trace).toEqual([])
  expect(code).toBe(0)
  const page = readFileSync(new URL('PROTOCOL.md', folder), 'utf8')
  const checked = [...printed.matchAll(/^pass ([A-Z]+-\d+) /gm)].map(([, rule]) => rule ?? '')
  expect(checked.length).toBeGreaterThan(50)
  expect(checked.filter((rule) => !page.includes(`- **${rule}** `))).toEqual([])
}, 180_000)

test('it finds a server that does not keep to them', async () => {
  const server = await startTestServer({ allowedOrigins: ['https://elsewhere.example'] })
  const url = await server.app.listen({ host: '127.0.0.1', port: 0 })
  const { code, printed } = await runConformance(['--url', url, '--token', 'a', '--token', 'b', '--only', 'CONN-3'])
  expect(printed).toContain('FAIL CONN-3')
  expect(code).toBe(1)
}, 60_000)

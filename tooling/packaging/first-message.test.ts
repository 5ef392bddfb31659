import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { expect, inject, onTestFinished, test } from 'vitest'
import { freePort } from '../processes/server-process.ts'
import { plainEnvironment } from '../processes/plain-environment.ts'
import { blocksOf, reportWhenSent } from '../test/running-guides.ts'
import { runIn } from './consumer.ts'

/** Far more than it takes, so that only what hangs fails; what it took is printed. */
const withinSeconds = 240

/** A module of the guide, in the project. */
const startModule = async (folder: string, name: string, source: string): Promise<ChildProcess> => {
  await writeFile(join(folder, name), source)
  const child = spawn(process.execPath, [name], { cwd: folder, env: plainEnvironment(), stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

const tokenOf = async (host: string, session: string): Promise<Record<string, string>> =>
  (await (await fetch(`${host}/chat-token`, { method: 'POST', headers: { 'x-session': session } })).json()) as Record<string, string>

test('from an empty folder to the first acknowledged message by the embedding guide', { timeout: (withinSeconds + 60) * 1000 }, async () => {
  const consumer = inject('consumer')
  const { dependencies } = JSON.parse(await readFile(join(consumer, 'package.json'), 'utf8')) as { dependencies: Record<string, string> }
  const needed = Object.entries(dependencies).filter(([name]) => name.startsWith('@palaver/') || name === 'fastify').map(([name, version]) => (name === 'fastify' ? `${name}@${version}` : version))
  const port = String(await freePort())
  const host = `http://127.0.0.1:${port}`
  const blocks = blocksOf('embed-fastify.md')
  const here = (block: string): string => (blocks.get(block) ?? '').replaceAll('3000', port)
  const times: Record<string, number> = {}
  let last = performance.now()
  const lap = (what: string): void => {
    const now = performance.now()
    times[what] = Math.round((now - last) / 100) / 10
    last = now
  }

  const folder = await realpath(await mkdtemp(join(tmpdir(), 'palaver-first-')))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  await runIn(folder, 'npm', 'init', '--yes', '--init-type=module')
  await runIn(folder, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', ...needed)
  lap('install')

  await startModule(folder, 'server.mjs', here('server'))
  await expect.poll(async () => (await fetch(host).catch(() => undefined))?.status, { timeout: withinSeconds * 1000, interval: 50 }).toBe(200)
  lap('server')

  const { userId = '' } = await tokenOf(host, 'session-of-bob')
  const client = await startModule(folder, 'client.mjs', here('client').replace('their-palaver-id', userId) + reportWhenSent)
  let printed = ''
  client.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()))
  const [code] = (await once(client, 'close')) as [number | null]
  lap('message')
  expect({ code, printed: printed.trim() }).toEqual({ code: 0, printed: 'sent' })

  const total = Object.values(times).reduce((sum, seconds) => sum + seconds, 0)
  console.log(`From an empty folder to the first acknowledged message: ${total.toFixed(1)} s (${Object.entries(times).map(([what, seconds]) => `${what} ${seconds} s`).join(', ')})`)
  expect(total).toBeLessThan(withinSeconds)
})

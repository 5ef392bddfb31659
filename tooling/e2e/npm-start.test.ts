import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../processes/server-process.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
// The Node and npm of whoever runs this, not the workspace's.
const path = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules')).join(delimiter)

interface Started {
  readonly child: ChildProcess
  output(): string
  ended: Promise<number | null>
}

const started: Started[] = []

/** Runs `npm start` in a process group of its own, as a terminal does. */
const npmStart = (environment: Readonly<Record<string, string>>): Started => {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_')))
  const child = spawn('npm', ['start'], { cwd: root, env: { ...env, PATH: path, ...environment }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  const keep = (chunk: Buffer): void => {
    printed += chunk.toString()
  }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const one = { child, output: () => printed, ended: once(child, 'close').then(([code]) => code as number | null) }
  started.push(one)
  return one
}

const until = async (run: Started, text: string, withinMs: number): Promise<void> => {
  const end = Date.now() + withinMs
  while (!run.output().includes(text)) {
    if (Date.now() > end || run.child.exitCode !== null) throw new Error(`unable to see "${text}"; npm start printed:\n${run.output()}`)
    await new Promise((wake) => setTimeout(wake, 50))
  }
}

/** Ctrl-C: the terminal's signal goes to the whole foreground group. */
const ctrlC = (run: Started): boolean => process.kill(-(run.child.pid ?? 0), 'SIGINT')

describe('npm start', { timeout: 180_000 }, () => {
  let folder = ''
  let settings: Record<string, string> = {}
  let url = ''

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'palaver-start-'))
    const port = String(await freePort())
    settings = { PORT: port, PALAVER_DATA_DIR: join(folder, 'data') }
    url = `http://127.0.0.1:${port}`
  })
  afterAll(async () => {
    for (const { child, ended } of started) {
      if (child.exitCode === null && child.signalCode === null) process.kill(-(child.pid ?? 0), 'SIGTERM')
      await ended
    }
    await rm(folder, { recursive: true, force: true })
  })

  const logIn = async (): Promise<string> => {
    const body = JSON.stringify({ email: 'mira@example.com', password: 'palaver-demo' })
    const answer = await fetch(`${url}/v1/sessions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
    expect(answer.status).toBe(201)
    return ((await answer.json()) as { accessToken: string }).accessToken
  }
  const conversationsOf = async (token: string): Promise<number> => {
    const answer = await fetch(`${url}/v1/conversations`, { headers: { authorization: `Bearer ${token}` } })
    return ((await answer.json()) as { conversations: readonly unknown[] }).conversations.length
  }

  let first: Started

  test('serves the demo and a seeded community, and says how to log in', async () => {
    first = npmStart(settings)
    await until(first, 'Palaver is ready', 150_000)
    expect(first.output()).toContain(url)
    expect(first.output()).toContain('mira@example.com')
    expect(await (await fetch(url)).text()).toContain('<div id=')
    expect((await fetch(`${url}/health/live`)).status).toBe(200)
    expect(((await (await fetch(`${url}/openapi.json`)).json()) as { openapi: string }).openapi).toBe('3.1.0')
    expect(await conversationsOf(await logIn())).toBeGreaterThanOrEqual(5)
  })

  test('is refused on a data folder that is in use, in words', async () => {
    const second = npmStart({ ...settings, PORT: String(await freePort()) })
    expect(await second.ended).not.toBe(0)
    expect(second.output()).toMatch(/unable to .*(?:another|other|in use|already)/i)
  })

  test('ends cleanly on Ctrl-C', async () => {
    ctrlC(first)
    expect(await first.ended).toBe(0)
    await expect(fetch(`${url}/health/live`)).rejects.toThrow()
  })

  test('is ready within 10 s the second time, with the same data, seeded once', async () => {
    const since = Date.now()
    const second = npmStart(settings)
    await until(second, 'Palaver is ready', 60_000)
    expect(Date.now() - since).toBeLessThan(10_000)
    expect(second.output()).not.toContain('Seeded')
    expect(await conversationsOf(await logIn())).toBeGreaterThanOrEqual(5)
    second.child.kill('SIGTERM')
    await second.ended
    await expect(fetch(`${url}/health/live`)).rejects.toThrow()
  })

  test('leaves nothing behind when its whole group is killed, and starts again', async () => {
    const third = npmStart(settings)
    await until(third, 'Palaver is ready', 60_000)
    process.kill(-(third.child.pid ?? 0), 'SIGKILL')
    await third.ended
    const fourth = npmStart(settings)
    await until(fourth, 'Palaver is ready', 60_000)
    expect(await conversationsOf(await logIn())).toBeGreaterThanOrEqual(5)
    ctrlC(fourth)
    expect(await fourth.ended).toBe(0)
  })
})

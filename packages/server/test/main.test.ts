import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { socketPath } from '@palaver/protocol'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { plainEnvironment } from '../../../tooling/processes/plain-environment.ts'
import { SocketClient } from './support/socket-client.ts'

const program = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const anyPort = '0'

interface Running {
  readonly child: ChildProcess
  output(): string
  /** The exit code, once it has ended and everything that it printed has come. */
  ended(): Promise<number | null>
  /** Its address, once it listens. */
  address(): Promise<string>
}

const run = (environment: Record<string, string>): Running => {
  const child = spawn(process.execPath, ['--conditions=source', program], {
    env: { ...plainEnvironment(), HOST: '127.0.0.1', PORT: anyPort, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  const keep = (chunk: Buffer): void => void (printed += chunk.toString())
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const closed = once(child, 'close')
  onTestFinished(() => void child.kill('SIGKILL'))
  return {
    child,
    output: () => printed,
    ended: async () => {
      await closed
      return child.exitCode
    },
    address: async () => {
      const found = (): string | undefined => /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0]
      await expect.poll(() => found() ?? child.exitCode, { timeout: 60_000, interval: 50 }).not.toBeNull()
      return found() ?? expect.unreachable(printed)
    },
  }
}

describe('the stand-alone server', () => {
  let folder: string
  beforeAll(() => { folder = mkdtempSync(join(tmpdir(), 'palaver-main-')) })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('drains on SIGTERM: sockets are told to come again elsewhere, the exit code is 0, the folder is free; meanwhile nobody else gets it', async () => {
    const first = run({ PALAVER_DATA_DIR: folder })
    const address = await first.address()
    const socket = await SocketClient.open(`${address.replace('http', 'ws')}${socketPath}`)
    await socket.frame('hello')

    const second = run({ PALAVER_DATA_DIR: folder })
    expect(await second.ended()).toBe(1)
    expect(second.output()).toContain(`unable to open the data folder ${folder}; it is in use by process ${first.child.pid}`)
    expect(second.output()).not.toContain('    at ')

    first.child.kill('SIGTERM')
    expect((await socket.frame('goaway')).afterMs).toBeGreaterThanOrEqual(0)
    expect(await socket.ended).toEqual({ code: 4503, reason: expect.any(String) })
    expect(await first.ended()).toBe(0)

    const third = run({ PALAVER_DATA_DIR: folder })
    expect((await fetch(`${await third.address()}/health/ready`)).status).toBe(200)
    third.child.kill('SIGINT')
    expect(await third.ended()).toBe(0)
  }, 120_000)

  it('ends with 1 and the reason when its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    onTestFinished(() => void other.close())
    const { port } = other.address() as { port: number }
    const { ended, output } = run({ PORT: String(port), PALAVER_DATA_DIR: 'memory://', LOG_LEVEL: 'silent' })
    expect(await ended()).toBe(1)
    expect(output()).toContain(`address already in use 127.0.0.1:${port}`)
    expect(output()).not.toContain('    at ')
  }, 120_000)

  it('ends with 1 and every fault when its environment does not fit', async () => {
    const { ended, output } = run({ PORT: 'x', LOG_LEVEL: 'loud' })
    expect(await ended()).toBe(1)
    expect(output().split('\n').map((line) => line.trim().split(' ')[0])).toEqual(['unable', 'PORT', 'LOG_LEVEL', ''])
  })
})

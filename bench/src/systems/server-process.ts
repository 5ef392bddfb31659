import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { removeAtExit } from '../leftovers.ts'

export interface ServerProcess {
  readonly pid: number
  readonly port: number
  /** Asks it to stop (SIGTERM), and ends it after ten seconds. Idempotent. */
  stop(): Promise<void>
}

export interface ServerCommand {
  readonly script: string
  readonly nodeArgs?: readonly string[]
  /** Added to the environment; `PORT` and `HOST` are set. */
  readonly env?: Readonly<Record<string, string>>
  readonly cwd: string
  /** Answers 2xx once the server is ready. */
  readonly readyPath: string
}

const startMs = 30_000
const stopMs = 10_000

/** Starts a Node server on a free port of 127.0.0.1 and waits until it is ready. */
export async function startServer({ script, nodeArgs = [], env = {}, cwd, readyPath }: ServerCommand): Promise<ServerProcess> {
  const port = await freePort()
  const child = spawn(process.execPath, ['--conditions=source', ...nodeArgs, script], {
    cwd,
    env: { ...process.env, NODE_ENV: 'production', ...env, HOST: '127.0.0.1', PORT: String(port) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.once('exit', removeAtExit(() => child.kill('SIGKILL')))
  let log = ''
  const keep = (chunk: Buffer): void => { log = (log + chunk.toString()).slice(-4000) }
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  try {
    await waitUntilReady(child, `http://127.0.0.1:${port}${readyPath}`)
  } catch (error) {
    child.kill('SIGKILL')
    throw new Error(`unable to start ${script}; ${String(error)}: ${log}`)
  }
  return { pid: child.pid ?? 0, port, stop: () => stop(child) }
}

async function waitUntilReady(child: ChildProcess, url: string): Promise<void> {
  for (const end = Date.now() + startMs; Date.now() < end; await sleep(50)) {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`)
    const ready = await fetch(url).then((response) => response.ok, () => false)
    if (ready) return
  }
  throw new Error(`it was not ready within ${startMs / 1000} s`)
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), stopMs)
  await exited
  clearTimeout(timer)
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('unable to find a free port; the address is not one of IP')
  return address.port
}

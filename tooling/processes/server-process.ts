import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { fileURLToPath } from 'node:url'

const server = fileURLToPath(new URL('../../packages/server/', import.meta.url))

/** The server as its sources stand, or as it was built. */
const programs = { source: ['--conditions=source', `${server}src/main.ts`], built: [`${server}dist/main.js`] }

/** A free port on 127.0.0.1; another process could take it before it is used, which is rare enough for tests. */
export const freePort = async (): Promise<number> => {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/** Limits so high that no test meets them; they are still counted. */
export const highLimits = ['signIn', 'session', 'listConversations', 'create', 'readMessages', 'send', 'marks', 'typing', 'read', 'write', 'app', 'address']
  .map((name) => `${name}=1000000`)
  .join(',')

/** A server in a process of its own that can be killed and started again on the same port and data. */
export interface ServerProcess {
  readonly url: string
  readonly port: number
  /** Everything that it printed. */
  output(): string
  start(): Promise<void>
  /** kill -9. */
  kill(): Promise<void>
  /** SIGTERM, and waits for the drain. */
  stop(): Promise<void>
}

const ready = async (url: string, child: ChildProcess, output: () => string): Promise<void> => {
  const end = Date.now() + 30_000
  for (;;) {
    if (child.exitCode !== null) throw new Error(`unable to start the server; it ended with ${child.exitCode}:\n${output()}`)
    const answer = await fetch(`${url}/health/ready`).catch(() => undefined)
    if (answer?.ok) return
    if (Date.now() > end) throw new Error(`unable to start the server; it was not ready in 30 s:\n${output()}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Prepares a server on 127.0.0.1:`port`; `environment` is added to the process's. */
export const createServerProcess = (port: number, environment: Readonly<Record<string, string>>, program: keyof typeof programs = 'source'): ServerProcess => {
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  let printed = ''
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const running = child
    child = undefined
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const gone = once(running, 'exit')
    running.kill(signal)
    await gone
  }
  return {
    url,
    port,
    output: () => printed,
    start: async () => {
      child = spawn(process.execPath, programs[program], {
        env: { ...process.env, HOST: '127.0.0.1', PORT: String(port), ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      const keep = (chunk: Buffer): void => {
        printed = (printed + chunk.toString()).slice(-200_000)
      }
      child.stdout?.on('data', keep)
      child.stderr?.on('data', keep)
      await ready(url, child, () => printed)
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  }
}

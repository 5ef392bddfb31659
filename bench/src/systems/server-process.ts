import { spawn } from 'node:child_process'
import { endChild, keepOutput, untilReady } from '../../../tooling/processes/child-process.ts'
import { freePort } from '../../../tooling/processes/free-port.ts'
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
  try {
    await untilReady(child, `http://127.0.0.1:${port}${readyPath}`, { output: keepOutput(child, 4000) })
  } catch (error) {
    await endChild(child, 'SIGKILL')
    throw error
  }
  return { pid: child.pid ?? 0, port, stop: () => endChild(child, 'SIGTERM', stopMs) }
}

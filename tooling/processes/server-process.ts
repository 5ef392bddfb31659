import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endChild, keepOutput, untilReady } from './child-process.ts'

export { freePort } from './free-port.ts'

const here = fileURLToPath(new URL('../../', import.meta.url))

/** The server as its sources stand, or as it was built; here, or in a copy of the workspace. */
export type ServerProgram = 'source' | 'built' | { readonly sourceOf: string }

const argumentsOf = (program: ServerProgram): readonly string[] => {
  if (program === 'built') return [join(here, 'packages/server/dist/main.js')]
  return ['--conditions=source', join(program === 'source' ? here : program.sourceOf, 'packages/server/src/main.ts')]
}

/** Limits so high that no test meets them; they are still counted. */
export const highLimits = ['signIn', 'session', 'listConversations', 'create', 'readMessages', 'send', 'marks', 'typing', 'ephemeral', 'stream', 'read', 'write', 'app', 'address']
  .map((name) => `${name}=1000000`)
  .join(',')

/** A server in a process of its own that can be killed and started again on the same port and data. */
export interface ServerProcess {
  readonly url: string
  readonly port: number
  /** Everything that it printed, in all its lives. */
  output(): string
  start(): Promise<void>
  /** kill -9. */
  kill(): Promise<void>
  /** SIGTERM, and waits for the drain. */
  stop(): Promise<void>
  /** Stands still with everything open, as a stalled machine does, until {@link ServerProcess.thaw}. */
  freeze(): void
  thaw(): void
}

/** Prepares a server on 127.0.0.1:`port`; `environment` is added to the process's. */
export const createServerProcess = (port: number, environment: Readonly<Record<string, string>>, program: ServerProgram = 'source'): ServerProcess => {
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  const outputs: (() => string)[] = []
  const output = (): string => outputs.map((each) => each()).join('')
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const running = child
    child = undefined
    if (running) await endChild(running, signal)
  }
  return {
    url,
    port,
    output,
    start: async () => {
      child = spawn(process.execPath, argumentsOf(program), {
        env: { ...process.env, HOST: '127.0.0.1', PORT: String(port), ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      outputs.push(keepOutput(child))
      await untilReady(child, `${url}/health/ready`, { output })
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
  }
}

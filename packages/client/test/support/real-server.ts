import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const main = fileURLToPath(new URL('../../../server/src/main.ts', import.meta.url))

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })

/** The real server in a process of its own, from source, on the embedded database. */
export const createRealServer = async (environment: Readonly<Record<string, string>> = {}) => {
  const dataDir = await mkdtemp(join(tmpdir(), 'palaver-client-'))
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | undefined
  let output = ''

  const start = async () => {
    const started = spawn(process.execPath, ['--conditions=source', main], {
      env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', PALAVER_DATA_DIR: dataDir, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = started
    started.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    started.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()))
    const ended = new Promise<never>((_, reject) => {
      started.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${output.slice(-2000)}`)))
    })
    ended.catch(() => undefined)
    for (;;) {
      const ready = await Promise.race([fetch(`${url}/health/ready`).then((answer) => answer.ok, () => false), ended])
      if (ready) return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
  const kill = async () => {
    const running = child
    child = undefined
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const ended = new Promise((resolve) => running.once('exit', resolve))
    running.kill('SIGKILL')
    await ended
  }
  return {
    url,
    start,
    kill,
    /** What it has written so far; mails in development, too. */
    output: () => output,
    remove: async () => {
      await kill()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { endChild } from './child-process.ts'

/** nginx in a process of its own, in front of nodes on this machine. */
export interface Nginx {
  readonly url: string
  /** What it told of errors. */
  output(): string
  /** Asks it to stop, or ends all its processes at once (SIGKILL). */
  stop(signal?: NodeJS.Signals): Promise<void>
}

const config = fileURLToPath(new URL('../../deploy/nginx.conf', import.meta.url))

/** deploy/nginx.conf with other addresses and folders, and nothing else changed. */
async function configFor(folder: string, port: number, nodes: readonly number[]): Promise<string> {
  const original = await readFile(config, 'utf8')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `  ${kind}_temp_path ${folder}/${kind};`)
  const local = original
    .replace(/server palaver:3000 (.*);/, (_, options: string) => nodes.map((node) => `server 127.0.0.1:${node} ${options};`).join(' '))
    .replace('listen 8080 ', `listen 127.0.0.1:${port} `)
    .replace('http {', ['http {', '  access_log off;', ...temporary].join('\n'))
  if (local.includes('palaver:3000') || local.includes('8080')) throw new Error('unable to use deploy/nginx.conf; its addresses are not where they were')
  return local
}

/** Runs deploy/nginx.conf, from Debian's package, in front of nodes that listen on these ports of 127.0.0.1. */
export async function startNginx(port: number, nodes: readonly number[]): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'palaver-nginx-'))
  const file = join(folder, 'nginx.conf')
  await writeFile(file, await configFor(folder, port, nodes))
  const child = spawn('nginx', ['-p', folder, '-c', file, '-e', 'stderr', '-g', `daemon off; pid ${folder}/pid; user ${process.getuid?.() === 0 ? 'root' : 'nobody'};`], {
    env: { PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` },
    stdio: ['ignore', 'ignore', 'pipe'],
    // A group of its own: its workers outlive a master that is killed.
    detached: true,
  })
  let printed = ''
  child.stderr.on('data', (chunk: Buffer) => { printed += chunk.toString() })
  const url = `http://127.0.0.1:${port}`
  const stop = async (signal: NodeJS.Signals = 'SIGTERM'): Promise<void> => {
    if (signal === 'SIGKILL' && child.pid !== undefined) process.kill(-child.pid, signal)
    await endChild(child, signal)
    await rm(folder, { recursive: true, force: true })
  }
  for (let tries = 0; tries < 200; tries++) {
    if (child.exitCode !== null) throw new Error(`unable to start nginx; it ended with ${child.exitCode}: ${printed}`)
    if (await fetch(`${url}/metrics`).then(({ status }) => status === 404, () => false)) return { url, output: () => printed, stop }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await stop()
  throw new Error(`unable to start nginx; it did not answer: ${printed}`)
}

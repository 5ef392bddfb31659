import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { endChild } from '../../../../tooling/processes/child-process.ts'
import { freePort } from '../../../../tooling/processes/free-port.ts'

/** A real PostgreSQL of a test's own, on 127.0.0.1 and a port that was free. */
export interface PostgresServer {
  /** Address of the maintenance database. */
  readonly url: string
  /** Process id of the server. */
  readonly pid: number
  /** Where its data lies; `stop` removes it. */
  readonly folder: string
  /** Makes an empty database, or a copy of `template`, and returns its address. */
  createDatabase(template?: string): Promise<string>
  /** Stops as a crash does (SIGQUIT) or tidily (SIGINT), and starts again on the same port and data. */
  restart(how: 'crash' | 'tidy'): Promise<void>
  /** Ends the server and removes its data. Idempotent. */
  stop(): Promise<void>
}

export interface StartOptions {
  /** `fast` (the default) does not wait for the disk; `stock` is as PostgreSQL comes, for what is measured. */
  readonly settings?: 'fast' | 'stock'
}

interface Account { readonly uid: number; readonly gid: number }

/** Starts PostgreSQL from Debian's programs in a folder of its own; as user postgres when root, because it refuses root. */
export async function startPostgres({ settings = 'fast' }: StartOptions = {}): Promise<PostgresServer> {
  const bin = await findPrograms()
  const account = userInfo().uid === 0 ? await postgresAccount() : undefined
  const folder = await mkdtemp(join(tmpdir(), 'palaver-postgres-'))
  if (account) await chown(folder, account.uid, account.gid)
  const data = join(folder, 'data')
  await run(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'], account)
  const port = await freePort()
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  let server = await launch(bin, { data, folder, port, url, account, settings })
  let databases = 0
  let stopping: Promise<void> | undefined

  return {
    url,
    get pid() { return server.pid ?? 0 },
    folder,
    async createDatabase(template) {
      const name = `test_${process.pid}_${databases++}`
      await maintain(url, `CREATE DATABASE ${name}${template ? ` TEMPLATE ${template} STRATEGY file_copy` : ''}`)
      return databaseUrl(url, name)
    },
    async restart(how) {
      await endChild(server, how === 'crash' ? 'SIGQUIT' : 'SIGINT')
      server = await launch(bin, { data, folder, port, url, account, settings })
    },
    stop() {
      stopping ??= endChild(server, 'SIGQUIT').then(() => rm(folder, { recursive: true, force: true }))
      return stopping
    },
  }
}

/** The address of another database of the same server. */
export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

/** Runs one statement in the maintenance database. */
export async function maintain(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

// The machine does not lose power during a test; processes do die, and that loses nothing without fsync either.
const fastParameters = { max_connections: 300, fsync: 'off', full_page_writes: 'off' }

interface Launch {
  readonly data: string
  readonly folder: string
  readonly port: number
  readonly url: string
  readonly account: Account | undefined
  readonly settings: 'fast' | 'stock'
}

async function launch(bin: string, { data, folder, port, url, account, settings }: Launch): Promise<ChildProcess> {
  const parameters = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: folder,
    log_min_messages: 'fatal',
    ...(settings === 'fast' ? fastParameters : {}),
  }
  const args = ['-D', data, ...Object.entries(parameters).flatMap(([key, value]) => ['-c', `${key}=${value}`])]
  const server = spawn(join(bin, 'postgres'), args, { stdio: ['ignore', 'ignore', 'pipe'], ...account })
  let log = ''
  server.stderr?.on('data', (chunk: Buffer) => { log = (log + chunk.toString()).slice(-4000) })
  for (let tries = 0; tries < 1200; tries++) {
    if (server.exitCode !== null) throw new Error(`unable to start PostgreSQL; it ended with ${server.exitCode}: ${log}`)
    if (await answers(url)) return server
    await sleep(50)
  }
  server.kill('SIGKILL')
  throw new Error(`unable to start PostgreSQL; it did not answer within a minute: ${log}`)
}

async function answers(url: string): Promise<boolean> {
  try {
    await maintain(url, 'SELECT 1')
    return true
  } catch {
    return false
  }
}

/** The folder of PostgreSQL's programs, the newest there is. @throws {Error} when there are none. */
export async function findPrograms(): Promise<string> {
  const root = '/usr/lib/postgresql'
  const versions = await readdir(root).catch(() => [])
  const [newest] = versions.filter((name) => Number(name) >= 15).toSorted((a, b) => Number(b) - Number(a))
  if (!newest) throw new Error('unable to start PostgreSQL; its programs are missing: apt-get install postgresql')
  return join(root, newest, 'bin')
}

async function postgresAccount(): Promise<Account> {
  const line = (await readFile('/etc/passwd', 'utf8')).split('\n').find((entry) => entry.startsWith('postgres:'))
  const [, , uid, gid] = line?.split(':') ?? []
  if (!uid || !gid) throw new Error('unable to start PostgreSQL; the user postgres is missing: apt-get install postgresql')
  return { uid: Number(uid), gid: Number(gid) }
}

async function run(program: string, args: readonly string[], account: Account | undefined): Promise<void> {
  const child = spawn(program, args, { stdio: ['ignore', 'ignore', 'pipe'], ...account })
  let errors = ''
  child.stderr?.on('data', (chunk: Buffer) => { errors += chunk.toString() })
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`unable to run ${program}; it ended with ${code}: ${errors}`)
}

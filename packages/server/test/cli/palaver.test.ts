import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { freePort } from '../../../../tooling/processes/free-port.ts'
import { createPostgresUrl } from '../support/databases.ts'
import { runPalaver, spawnPalaver } from '../support/palaver-process.ts'

let folder = ''
let env: Record<string, string> = {}
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'palaver-cli-'))
  env = { PALAVER_DATA_DIR: join(folder, 'data') }
})
afterAll(() => rm(folder, { recursive: true, force: true }))

// One story on one data folder, in this order: each start of an embedded database takes a second.
describe('palaver, embedded', { timeout: 60_000 }, () => {
  it('refuses to read where there is no database, and makes none', async () => {
    const { code, err } = await runPalaver(['user', 'list'], env)
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining('there is no database') })
    expect(await runPalaver(['doctor'], env)).toMatchObject({ code: 0, out: expect.stringContaining('the first start makes it') })
    await expect(stat(join(folder, 'data'))).rejects.toThrow('ENOENT')
  })

  it('migrates, and says what is pending', async () => {
    expect(await runPalaver(['migrate', '--check'], env)).toMatchObject({ code: 1 })
    expect(await runPalaver(['migrate'], env)).toMatchObject({ code: 0, out: expect.stringContaining('applied  0001-first') })
    expect(await runPalaver(['migrate', '--check'], env)).toMatchObject({ code: 0, out: 'Nothing is pending.\n' })
  })

  it('makes users, and refuses taken handles, taken addresses and short passwords', async () => {
    const create = (handle: string, email: string, password: string) => runPalaver(['user', 'create', '--handle', handle, '--email', email], env, `${password}\n`)
    expect(await create('ada', 'Ada@example.com', 'a long password')).toMatchObject({ code: 0, out: expect.stringMatching(/^[0-9a-f-]{36}\n$/) })
    expect(await create('ada', 'ada2@example.com', 'a long password')).toMatchObject({ code: 1, err: expect.stringContaining('another person has it') })
    expect(await create('ada2', 'ada@example.com', 'a long password')).toMatchObject({ code: 1, err: expect.stringContaining('another one has this email') })
    const short = await create('ada2', 'ada2@example.com', 'short')
    expect(short).toMatchObject({ code: 2, err: expect.stringContaining('the password on standard input must be 10 to 200') })
  })

  it('suspends and reinstates by handle, and says why in the list of users', async () => {
    const listed = async (): Promise<object> => JSON.parse((await runPalaver(['user', 'list', '--json'], env)).out.split('\n')[0] ?? '') as object
    expect(await runPalaver(['user', 'suspend', 'nobody'], env)).toMatchObject({ code: 1, out: '', err: expect.stringContaining('there is no user nobody') })
    expect(await runPalaver(['user', 'suspend', '@ada', '--reason', 'Advertisements'], env)).toMatchObject({ code: 0, out: expect.stringMatching(/^[0-9a-f-]{36}\n$/) })
    expect(await listed()).toMatchObject({ handle: 'ada', state: 'suspended', suspensionReason: 'Advertisements' })
    expect(await runPalaver(['user', 'reinstate', 'ada'], env)).toMatchObject({ code: 0 })
    expect(await listed()).toEqual({ id: expect.any(String), handle: 'ada', name: 'ada', role: 'user', state: 'active', email: 'ada@example.com' })
  })

  it('starts a server that takes its users and tokens, and refuses everything else on its folder meanwhile', async () => {
    const minted = await runPalaver(['token', 'mint', '--external-id', 'crm-7', '--name', 'Zoë'], env)
    expect(minted).toMatchObject({ code: 0, err: expect.stringContaining('For the user') })
    const port = await freePort()
    const server = spawnPalaver(['start', '--port', String(port), '--data-dir', join(folder, 'data')], { LOG_LEVEL: 'warn' })
    const url = `http://127.0.0.1:${port}`
    await vi.waitUntil(async () => (await fetch(`${url}/health/ready`).catch(() => undefined))?.ok, { timeout: 30_000 })

    const me = await fetch(`${url}/v1/me`, { headers: { authorization: `Bearer ${minted.out.trim()}` } })
    expect(await me.json()).toMatchObject({ person: { name: 'Zoë' } })
    const body = JSON.stringify({ email: 'ada@example.com', password: 'a long password' })
    expect((await fetch(`${url}/v1/sessions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status).toBe(201)

    const [list, mint, second, doctor] = await Promise.all([
      runPalaver(['user', 'list'], env),
      runPalaver(['token', 'mint', '--external-id', 'crm-8'], env),
      runPalaver(['start', '--port', '0'], env),
      runPalaver(['doctor'], env),
    ])
    expect(list).toMatchObject({ code: 3, out: '', err: expect.stringMatching(new RegExp(`in use by process ${server.pid}[\\s\\S]*Stop the server`)) })
    expect(mint).toMatchObject({ code: 3, err: expect.stringContaining('POST /v1/tokens with an app key') })
    expect(second).toMatchObject({ code: 3, err: expect.stringContaining('set PALAVER_DATA_DIR to another folder') })
    expect(doctor).toMatchObject({ code: 0, out: expect.stringMatching(/^warn {2}lock .*in use by process/m) })

    const ended = new Promise((resolve) => server.on('exit', resolve))
    server.kill('SIGTERM')
    expect(await ended).toBe(0)
  })

  it('lists users, one line each', async () => {
    const { code, out } = await runPalaver(['user', 'list', '--json'], env)
    expect(code).toBe(0)
    const users = out.trim().split('\n').map((line) => JSON.parse(line) as object)
    expect(users).toEqual([
      expect.objectContaining({ handle: 'ada', email: 'ada@example.com', state: 'active' }),
      expect.objectContaining({ externalId: 'crm-7', name: 'Zoë' }),
    ])
  })

  it('exports to a file that only its owner reads, and never over another', async () => {
    const file = join(folder, 'ada.jsonl')
    expect(await runPalaver(['export', '--user', 'ada', '--output', file], env)).toMatchObject({ code: 0, out: '' })
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const lines = (await readFile(file, 'utf8')).trim().split('\n')
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ kind: 'end', counts: { user: 1, session: 1 } })
    expect(await runPalaver(['export', '--output', file], env)).toMatchObject({ code: 1, err: expect.stringContaining('it is there already') })
    expect((await readFile(file, 'utf8')).trim().split('\n')).toEqual(lines)
    expect(await runPalaver(['export', '--user', 'nobody'], env)).toMatchObject({ code: 2, out: '', err: expect.stringContaining('there is no user nobody') })
  })

  it('seeds only an empty database, from a file that fits', async () => {
    const file = join(folder, 'community.json')
    await writeFile(file, JSON.stringify({ password: 'a long password', people: { a: { name: 'A', handle: 'aaa', email: 'a@example.com' } }, conversations: [] }))
    expect(await runPalaver(['seed', file], env)).toMatchObject({ code: 1, err: expect.stringContaining('there are people in this database already') })
    expect(await runPalaver(['seed', file, '--if-empty'], env)).toMatchObject({ code: 0, out: '' })
    await writeFile(file, '{"password": 7}')
    expect(await runPalaver(['seed', file], env)).toMatchObject({ code: 1, err: expect.stringContaining('unable to seed') })
  })

  it('finds what is wrong with the files, and with the configuration', async () => {
    expect((await runPalaver(['doctor'], env)).out.match(/^ok/gm)).toHaveLength(8)
    await chmod(join(folder, 'data'), 0o755)
    expect(await runPalaver(['doctor'], env)).toMatchObject({ code: 0, out: expect.stringMatching(/^warn {2}data folder .*mode 755.*chmod 700/m) })
    await chmod(join(folder, 'data/secrets/server'), 0o644)
    expect(await runPalaver(['doctor'], env)).toMatchObject({ code: 1, out: expect.stringMatching(/^fail {2}secret .*mode 644.*chmod 600/m) })
    expect(await runPalaver(['doctor'], { ...env, PORT: 'x' })).toMatchObject({ code: 1, out: expect.stringMatching(/^fail {2}configuration {2}PORT must be/m) })
  })
})

describe('palaver on PostgreSQL', { timeout: 60_000 }, () => {
  it('says what is right, and works beside others', async () => {
    const settings = { ...env, DATABASE_URL: await createPostgresUrl(), PALAVER_SECRET: 's'.repeat(43) }
    const [doctor, check, list] = await Promise.all([runPalaver(['doctor'], settings), runPalaver(['migrate', '--check'], settings), runPalaver(['user', 'list'], settings)])
    expect(doctor).toMatchObject({ code: 0, out: expect.stringMatching(/^ok {4}database .*PostgreSQL 1\d/m) })
    expect(check).toMatchObject({ code: 0 })
    expect(list).toMatchObject({ code: 0, out: '' })
  })

  it('says that it cannot be reached, without the password', async () => {
    const { code, out } = await runPalaver(['doctor'], { ...env, DATABASE_URL: 'postgres://ada:hidden@127.0.0.1:1/none', PALAVER_SECRET: 's'.repeat(43) })
    expect(code).toBe(1)
    expect(out).toMatch(/^fail {2}database/m)
    expect(out).not.toContain('hidden')
  })
})

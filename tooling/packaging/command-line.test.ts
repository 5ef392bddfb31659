import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { freePort } from '../processes/server-process.ts'
import { plainEnvironment } from '../processes/plain-environment.ts'

const folder = inject('consumer')
const palaver = join(folder, 'node_modules/.bin/palaver')
const env = { ...plainEnvironment(), HOME: folder, LOG_LEVEL: 'warn', PALAVER_DATA_DIR: join(folder, 'data-of-cli') }

interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

/** Runs the program as it was installed, from the folder of the project. */
const run = (args: readonly string[], input = ''): Promise<Ended> =>
  new Promise((resolve) => {
    const child = execFile(palaver, args, { cwd: folder, env, timeout: 60_000 }, (error, out, err) => resolve({ code: Number(error?.code ?? 0), out, err }))
    child.stdin?.end(input)
  })

/** Starts the server; it is ended with the test at the latest. */
const start = async (port: number): Promise<ChildProcess> => {
  const server = spawn(palaver, ['start', '--port', String(port)], { cwd: folder, env, stdio: 'inherit' })
  onTestFinished(() => void server.kill('SIGKILL'))
  await expect.poll(async () => (await fetch(`http://127.0.0.1:${port}/health/ready`).catch(() => undefined))?.status, { timeout: 60_000 }).toBe(200)
  return server
}

// One story on one data folder, in this order.
describe('the command line as it is installed', { timeout: 120_000 }, () => {
  test('says what it can do, and its version', async () => {
    const help = await run(['--help'])
    expect(help).toMatchObject({ code: 0, err: '', out: expect.stringContaining('Usage: palaver <command> [options]') })
    for (const command of ['start', 'migrate', 'doctor', 'user create', 'token mint', 'export', 'seed']) expect(help.out).toContain(`\n  ${command} `)
    expect(await run(['--version'])).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
  })

  test('does not understand an unknown command or option', async () => {
    expect(await run(['strat'])).toMatchObject({ code: 2, out: '', err: expect.stringContaining('strat') })
    expect(await run(['doctor', '--sudo'])).toMatchObject({ code: 2, out: '', err: expect.stringContaining('--sudo') })
  })

  test('checks a fresh folder and makes nothing', async () => {
    expect(await run(['doctor'])).toMatchObject({ code: 0, out: expect.stringContaining('the first start makes it') })
    expect(await readdir(folder)).not.toContain('data-of-cli')
  })

  test('makes a database and a user, and mints a token', async () => {
    expect(await run(['migrate'])).toMatchObject({ code: 0, out: expect.stringContaining('applied  0001-first') })
    expect(await run(['user', 'create', '--handle', 'ada', '--email', 'ada@example.com'], 'a long password\n')).toMatchObject({ code: 0, out: expect.stringMatching(/^[0-9a-f-]{36}\n$/) })
    expect(await run(['token', 'mint', '--external-id', 'crm-7', '--name', 'Zoë'])).toMatchObject({ code: 0, out: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+\n$/) })
    expect(await run(['doctor'])).toMatchObject({ code: 0 })
  })

  test('starts a healthy server that knows the user and the token, and stops with 0 on SIGTERM', async () => {
    const { out: token } = await run(['token', 'mint', '--external-id', 'crm-7'])
    const port = await freePort()
    const server = await start(port)
    const address = `http://127.0.0.1:${port}`
    expect((await fetch(`${address}/health/live`)).status).toBe(200)
    const me = await fetch(`${address}/v1/me`, { headers: { authorization: `Bearer ${token.trim()}` } })
    expect(await me.json()).toMatchObject({ person: { name: 'Zoë' } })
    const body = JSON.stringify({ email: 'ada@example.com', password: 'a long password' })
    expect((await fetch(`${address}/v1/sessions`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).status).toBe(201)
    expect(await run(['user', 'list'])).toMatchObject({ code: 3, err: expect.stringContaining('in use') })

    const ended = once(server, 'exit')
    server.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
    expect(await run(['user', 'list'])).toMatchObject({ code: 0, out: expect.stringContaining('ada') })
  })
})

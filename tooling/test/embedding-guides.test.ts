import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { freePort } from '../processes/server-process.ts'
import { blocksOf, reportWhenSent, root, run, runModule, waitFor } from './running-guides.ts'

const palaver = `exec ${JSON.stringify(process.execPath)} --conditions=source ${JSON.stringify(join(root, 'packages/server/src/cli/main.ts'))}`

const tokenOf = async (host: string, session: string): Promise<{ status: number; body: Record<string, string> }> => {
  const answer = await fetch(`${host}/chat-token`, { method: 'POST', headers: { 'x-session': session } })
  return { status: answer.status, body: answer.ok ? ((await answer.json()) as Record<string, string>) : {} }
}

describe.each(['embed-fastify.md', 'embed-express.md'])('docs/guides/%s', (guide) => {
  const blocks = blocksOf(guide)
  const [server = '', client = ''] = [blocks.get('server'), blocks.get('client')]

  test('has at most 20 lines of code', () => {
    const lines = `${server}${client}`.split('\n').filter((line) => line.trim() !== '')
    expect(lines.length).toBeGreaterThan(10)
    expect(lines.length).toBeLessThanOrEqual(20)
  })

  test("lets the host's users in, beside the host's own routes, and they talk", { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'palaver-guide-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const ports = { 3000: String(await freePort()), 3001: String(await freePort()) }
    const here = (source: string): string => source.replaceAll('3000', ports[3000]).replaceAll('3001', ports[3001]).replaceAll("'.palaver'", JSON.stringify(folder))
    const host = `http://127.0.0.1:${ports[3000]}`

    const shell = here(blocks.get('sh') ?? '')
    const chat = shell === '' ? host : `http://127.0.0.1:${ports[3001]}`
    const appKey = /PALAVER_APP_KEYS=(\S+)/.exec(shell)?.[1] ?? ''
    const beside = shell === '' ? [] : [run('sh', ['-c', shell.replace('npx palaver', palaver)], { PALAVER_DATA_DIR: folder, LOG_LEVEL: 'warn' })]
    const programs = [...beside, runModule(here(server), { CHAT_APP_KEY: appKey })]
    await waitFor(`${host}/`, programs)
    await waitFor(`${chat}/health/ready`, programs)
    expect(await (await fetch(`${host}/`)).text()).toBe('the page that was here before')
    expect(await tokenOf(host, 'nobody')).toMatchObject({ status: 401 })

    const { body: bob } = await tokenOf(host, 'session-of-bob')
    const talking = runModule(here(client).replace('their-palaver-id', bob['userId'] ?? '') + reportWhenSent, {})
    const [code] = (await once(talking.child, 'close')) as [number | null]
    expect({ code, output: talking.output().trim() }).toEqual({ code: 0, output: 'sent' })

    const list = await fetch(`${chat}/v1/conversations`, { headers: { authorization: `Bearer ${bob['accessToken']}` } })
    expect(await list.json()).toMatchObject({ conversations: [{ conversation: { type: 'direct' } }], people: expect.arrayContaining([expect.objectContaining({ name: 'Ada' })]) })
  })
})

describe('packages/server/README.md', () => {
  const readme = readFileSync(join(root, 'packages/server/README.md'), 'utf8')
  const examples = [...readme.matchAll(/^## (.+)\n(?:(?!^## )[\s\S])*?^```ts\n([\s\S]*?)^```$/gm)].map(([, title = '', source = '']) => ({ title, source }))

  test('has examples of all ways', () => expect(examples.map(({ title }) => title)).toEqual(['Stand-alone', 'In an existing Fastify app', 'From a host backend elsewhere']))

  test.each(examples)('$title runs', { timeout: 90_000 }, async ({ source }) => {
    const folder = mkdtempSync(join(tmpdir(), 'palaver-readme-'))
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
    const port = String(await freePort())
    const here = source.replaceAll(/\b300[01]\b/g, port).replaceAll("'.palaver'", JSON.stringify(folder))
    const url = `http://127.0.0.1:${port}/health/ready`
    const appKey = /appKey: '(.+)'/.exec(source)?.[1]
    if (appKey === undefined) return waitFor(url, [runModule(here, {})])

    await waitFor(url, [run('sh', ['-c', `${palaver} start`], { PALAVER_APP_KEYS: appKey, PALAVER_DATA_DIR: folder, PORT: port, LOG_LEVEL: 'warn' })])
    const { child, output } = runModule(here, {})
    const [code] = (await once(child, 'close')) as [number | null]
    expect({ code, output: output() }).toEqual({ code: 0, output: '' })
  })
})

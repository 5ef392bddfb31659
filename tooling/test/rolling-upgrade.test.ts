import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createChatClient } from '@palaver/client'
import { commands } from '@palaver/protocol/definitions'
import { createAdminClient } from '@palaver/server/admin'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { createPostgresUrl } from '../../packages/server/test/support/databases.ts'
import { startRedis } from '../../packages/server/test/support/redis-server.ts'
import { type Nginx, startNginx } from '../processes/nginx.ts'
import { type ServerProcess, type ServerProgram, createServerProcess, freePort, highLimits } from '../processes/server-process.ts'
import { type NextMinor, makeNextMinor } from './next-minor.ts'
import { type RecordedClient, connectRecorded } from './recorded-client.ts'

const appKey = 'upgrade-test-key-of-at-least-32-characters'
const secret = 'u'.repeat(43)
const secretText = 'text-that-no-log-may-hold'
const sendEveryMs = 120
const patient = { timeout: 20_000, interval: 100 }
const closers: (() => Promise<unknown> | void)[] = []

const prepare = (port: number, environment: Readonly<Record<string, string>>, program: ServerProgram): ServerProcess => {
  const node = createServerProcess(port, environment, program)
  closers.push(() => node.kill())
  return node
}

describe('nodes are replaced one by one by those of the next minor version, behind deploy/nginx.conf', () => {
  let environment: Readonly<Record<string, string>>
  let next: NextMinor
  let nginx: Nginx
  let older: readonly ServerProcess[]
  let newer: readonly ServerProcess[]

  const closeAll = async (): Promise<void> => {
    for (let close = closers.pop(); close; close = closers.pop()) await close()
  }
  /** All of it anew for each try: an upgrade happens once to a database. */
  const begin = async (): Promise<void> => {
    await closeAll()
    next = makeNextMinor()
    closers.push(() => next.remove())
    const redis = await startRedis()
    closers.push(() => redis.stop())
    environment = {
      DATABASE_URL: await createPostgresUrl(),
      REDIS_URL: redis.url,
      PALAVER_SECRET: secret,
      PALAVER_APP_KEYS: appKey,
      PALAVER_TRUST_PROXY: '127.0.0.1',
      PALAVER_LIMITS: highLimits,
      LOG_LEVEL: 'debug',
    }
    const ports = [await freePort(), await freePort()]
    older = ports.map((port) => prepare(port, environment, 'source'))
    newer = ports.map((port) => prepare(port, environment, { sourceOf: next.folder }))
    await Promise.all(older.map((node) => node.start()))
    nginx = await startNginx(await freePort(), ports)
    closers.push(() => nginx.stop())
  }
  afterAll(closeAll)

  test('refusal 40: nothing is lost, doubled or out of order, and older clients take what they do not know', async () => {
    await begin()
    const admin = createAdminClient({ url: nginx.url, appKey })
    const nextSdk = (await import(join(next.folder, 'packages/client/src/index.ts'))) as { readonly createChatClient: typeof createChatClient }
    const connect = (externalId: string, sdk: { readonly createChatClient: typeof createChatClient }) => connectRecorded({ url: nginx.url, admin, externalId, createChatClient: sdk.createChatClient })
    const people: readonly RecordedClient[] = [await connect('ann', { createChatClient }), await connect('ben', { createChatClient }), await connect('eva', nextSdk)]
    closers.push(() => Promise.all(people.map(({ client }) => client.close())))
    const [ann] = people as [RecordedClient]
    const { conversation } = await admin.as('ann').createConversation({ name: 'Old', memberIds: people.slice(1).map(({ client }) => client.userId) })
    for (const { client } of people) client.conversation(conversation.id).open()
    const rename = async (node: ServerProcess, name: string): Promise<void> => {
      await createAdminClient({ url: node.url, appKey }).as('ann').run('conversation.update', { conversationId: conversation.id, name })
      await vi.waitFor(() => expect(people.map(({ client }) => client.conversation(conversation.id).info.getSnapshot().item?.conversation.name)).toEqual(people.map(() => name)), patient)
    }

    let sent = 0
    const sending = setInterval(() => {
      for (const [who, { client }] of people.entries()) client.conversation(conversation.id).messages.send({ text: `${secretText} ${who} ${sent}` })
      sent += 1
    }, sendEveryMs)
    try {
      // Expand: what the new version adds to the schema is there before its first node, and the old ones go on, and start, with it.
      const { stdout } = await promisify(execFile)(process.execPath, ['--conditions=source', join(next.folder, 'packages/server/src/cli/main.ts'), 'migrate'], { env: { ...process.env, ...environment } })
      expect(stdout).toContain(next.newMigration)
      await older[0]?.stop()
      await older[0]?.start()
      for (const [number, node] of newer.entries()) {
        await older[number]?.stop()
        await node.start()
        await rename(node, `New ${number}`)
      }
      await sleep(500)
    } finally {
      clearInterval(sending)
    }

    await vi.waitFor(() => expect(people.map(({ texts }) => texts(conversation.id).length)).toEqual(people.map(() => sent * people.length)), patient)
    const shown = ann.texts(conversation.id)
    for (const { texts } of people) expect(texts(conversation.id)).toEqual(shown)
    for (const who of people.keys()) {
      expect(shown.filter((text) => text.startsWith(`${secretText} ${who} `))).toEqual(Array.from({ length: sent }, (_, n) => `${secretText} ${who} ${n}`))
    }
    for (const { client, all, closes } of people) {
      // They went when a node asked them to, or were told to come back.
      expect(closes.filter((code) => code !== 1000 && code !== 4503)).toEqual([])
      expect(client.status.getSnapshot()).toMatchObject({ socket: 'open', synced: true, pending: 0 })
      expect(all('evt').map(({ name }) => name)).toContain(next.newEvent)
      expect(new Set(all('hello').map(({ protocol }) => protocol)).size).toBe(2)
      // Older clients got what newer nodes add, through older nodes, too.
      expect(JSON.stringify(all('evt'))).toContain(`"${next.newField}":2`)
    }
  }, 120_000)

  test('refusal 40: whatever is not for everybody is out of reach through nginx without credentials', async () => {
    const status = async (method: string, path: string): Promise<number> => (await fetch(`${nginx.url}${path}`, { method })).status
    for (const path of ['/metrics', '/metrics/', '/admin', '/jobs', '/queues', '/v1/admin', '/v1/jobs']) expect([path, await status('GET', path)]).toEqual([path, 404])
    const closed = commands.filter(({ access }) => access !== 'public').flatMap(({ rest }) => (rest ? [rest] : []))
    expect(closed.length).toBeGreaterThan(20)
    for (const { method, path } of closed) {
      const filled = path.replaceAll(/:\w+/g, crypto.randomUUID())
      expect([path, await status(method, filled)]).toEqual([path, 401])
    }
  })

  test('what nodes do reaches those whose bus speaks another version within two seconds, long before the next heartbeat', async () => {
    const [node] = newer as [ServerProcess]
    next.speakOtherBus()
    const other = prepare(await freePort(), environment, { sourceOf: next.folder })
    await other.start()
    const connect = ({ url }: ServerProcess, externalId: string) => connectRecorded({ url, admin: createAdminClient({ url, appKey }), externalId, createChatClient })
    const [here, there] = await Promise.all([connect(node, 'ian'), connect(other, 'joe')])
    closers.push(() => Promise.all([here, there].map(({ client }) => client.close())))
    const { conversation } = await here.client.run('conversation.direct', { userId: there.client.userId })
    for (const { client } of [here, there]) client.conversation(conversation.id).open()
    await vi.waitFor(() => expect([here, there].map(({ client }) => client.conversation(conversation.id).info.getSnapshot().status)).toEqual(['ready', 'ready']), patient)

    const took: number[] = []
    for (let round = 0; round < 6; round += 1) {
      const [from, to] = round % 2 === 0 ? [here, there] : [there, here]
      const began = performance.now()
      from.client.conversation(conversation.id).messages.send({ text: `round ${round}` })
      await vi.waitFor(() => expect(to.texts(conversation.id)).toContain(`round ${round}`), { timeout: 30_000, interval: 10 })
      took.push(Math.round(performance.now() - began))
    }
    expect(Math.max(...took), `took ${took.join(', ')} ms`).toBeLessThan(2000)
    expect(there.texts(conversation.id)).toEqual(here.texts(conversation.id))
  }, 60_000)

  test('refusal 40: the logs of all nodes and of nginx hold no secret and no text, and no fault', () => {
    const logs = [...older, ...newer].map((node) => node.output()).join('') + nginx.output()
    expect(logs).toContain('/v1/tokens')
    expect([appKey, secret, secretText, new URL(environment['DATABASE_URL'] ?? '').password, 'eyJ'].filter((each) => each !== '' && logs.includes(each))).toEqual([])
    expect(logs.split('\n').filter((line) => /"level":[56]0/.test(line))).toEqual([])
  })
})

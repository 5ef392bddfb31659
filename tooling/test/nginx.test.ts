import { type ChatClient, createChatClient } from '@palaver/client'
import { createAdminClient } from '@palaver/server/admin'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { createPostgresUrl } from '../../packages/server/test/support/databases.ts'
import { startRedis } from '../../packages/server/test/support/redis-server.ts'
import { startNginx, type Nginx } from '../processes/nginx.ts'
import { type ServerProcess, createServerProcess, freePort, highLimits } from '../processes/server-process.ts'

const appKey = 'nginx-test-key-of-at-least-32-characters'
const closers: (() => Promise<void>)[] = []
const nodes: ServerProcess[] = []
let nginx: Nginx

beforeAll(async () => {
  const redis = await startRedis()
  closers.push(() => redis.stop())
  const environment = {
    DATABASE_URL: await createPostgresUrl(),
    REDIS_URL: redis.url,
    PALAVER_SECRET: 'n'.repeat(43),
    PALAVER_APP_KEYS: appKey,
    PALAVER_TRUST_PROXY: '127.0.0.1',
    PALAVER_LIMITS: highLimits,
    PALAVER_HEARTBEAT_SECONDS: '3',
    LOG_LEVEL: 'info',
  }
  for (let number = 0; number < 3; number++) nodes.push(createServerProcess(await freePort(), environment))
  closers.push(async () => void (await Promise.all(nodes.map((node) => node.kill()))))
  await Promise.all(nodes.map((node) => node.start()))
  nginx = await startNginx(await freePort(), nodes.map(({ port }) => port))
  closers.push(() => nginx.stop())
}, 120_000)

afterAll(async () => {
  for (const close of closers.toReversed()) await close()
})

describe('deploy/nginx.conf in front of three nodes', () => {
  test('keeps metrics inside and gives the nodes the address that it saw', async () => {
    expect((await fetch(`${nginx.url}/metrics`)).status).toBe(404)
    await fetch(`${nginx.url}/v1/people/me`, { headers: { 'x-forwarded-for': '203.0.113.7' } })
    const logs = nodes.map((node) => node.output()).join('')
    expect(logs).not.toContain('203.0.113.7')
    expect(logs).toContain('127.0.0.1')
  })

  test('loses nothing while every node is replaced under load', { timeout: 120_000 }, async () => {
    const admin = createAdminClient({ url: nginx.url, appKey })
    const [ann, ben] = await Promise.all([person(admin, 'ann'), person(admin, 'ben')])
    const { conversation } = await ann.run('conversation.direct', { userId: ben.userId })
    const [from, to] = [ann.conversation(conversation.id), ben.conversation(conversation.id)]
    from.open()
    to.open()
    const texts: string[] = []
    const sending = setInterval(() => {
      texts.push(`message ${texts.length}`)
      from.messages.send({ text: texts.at(-1) ?? '' })
    }, 50)
    try {
      for (const node of nodes) {
        await node.stop()
        await node.start()
      }
    } finally {
      clearInterval(sending)
    }
    await vi.waitFor(() => expect(textsOf(to)).toEqual(texts), { timeout: 30_000, interval: 200 })
    expect(textsOf(from)).toEqual(texts)
  })
})

async function person(admin: ReturnType<typeof createAdminClient>, externalId: string): Promise<ChatClient> {
  const { userId, accessToken } = await admin.mintToken({ externalId, name: externalId })
  const client = createChatClient({ url: nginx.url, token: async () => accessToken, userId, storage: 'memory' })
  closers.push(() => client.close())
  client.connect()
  await vi.waitFor(() => expect(client.status.getSnapshot().synced).toBe(true), 10_000)
  return client
}

const textsOf = (conversation: ReturnType<ChatClient['conversation']>): string[] =>
  conversation.messages.getSnapshot().items.flatMap(({ content }) => (content.kind === 'text' ? [content.text] : []))

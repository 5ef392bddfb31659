import { randomBytes, randomUUID } from 'node:crypto'
import pg from 'pg'
import { expect, it, onTestFinished } from 'vitest'
import { follow } from '../support/cluster.ts'
import { openSocket } from '../support/doors.ts'
import { type TestServer, startTestServer } from '../support/test-server.ts'
import { Scene } from './door-case.ts'

const start = async (): Promise<{ server: TestServer; scene: Scene; address: string }> => {
  const appKey = randomBytes(24).toString('hex')
  const server = await startTestServer({ dialect: 'postgres', appKeys: [appKey] })
  const address = await server.app.listen({ host: '127.0.0.1', port: 0 })
  return { server, scene: new Scene(server, appKey), address }
}

/** Holds the conversation as another node's batch would, for so long. */
const lockFor = async (server: TestServer, conversationId: string, ms: number): Promise<void> => {
  const other = new pg.Client(server.palaver.config.databaseUrl)
  await other.connect()
  await other.query('BEGIN')
  await other.query('SELECT 1 FROM conversations WHERE id = $1 FOR NO KEY UPDATE', [conversationId])
  const unlock = setTimeout(() => void other.end(), ms)
  onTestFinished(() => clearTimeout(unlock))
}

it('shows red readiness first, and serves requests and sockets, new ones too, until the notice is over', async () => {
  const { server, scene } = await start()
  const { id, owner } = await scene.group()
  const client = await follow(server, owner.token, [id])
  const draining = server.palaver.drain(0, 700)
  expect(await server.call('GET', '/health/ready')).toMatchObject({ status: 503, body: { status: 'draining' } })
  await scene.message(id, owner, 'still here')
  await client.frame('evt', (frame) => JSON.stringify(frame).includes('still here'))
  const late = await openSocket(server)
  await late.authenticate(owner.token)
  expect(client.all('goaway')).toEqual([])
  await draining
  expect([await client.ended, await late.ended]).toMatchObject([{ code: 4503 }, { code: 4503 }])
  expect(client.all('goaway')).toHaveLength(1)
  await expect(openSocket(server)).rejects.toMatchObject({ status: 503 })
})

it('answers the commands and requests that are under way before it lets go of their connections', async () => {
  const { server, scene, address } = await start()
  const { id, owner } = await scene.group()
  const client = await follow(server, owner.token, [id])
  await lockFor(server, id, 500)
  const input = (text: string) => ({ conversationId: id, clientId: randomUUID(), content: { kind: 'text', text } })
  const commands = [client.command('message.send', input('one')), client.command('message.send', input('two'))]
  const { conversationId: _, ...body } = input('three')
  const request = fetch(`${address}/v1/conversations/${id}/messages`, {
    method: 'POST',
    headers: { authorization: `Bearer ${owner.token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  await new Promise((resolve) => setTimeout(resolve, 100))
  const closing = server.app.close()
  expect(await Promise.all(commands)).toMatchObject([{ t: 'ok' }, { t: 'ok' }])
  expect(await client.ended).toMatchObject({ code: 4503 })
  expect((await request).status).toBe(201)
  await closing
})

it('spreads the sockets over the time given', async () => {
  const { server, scene } = await start()
  const person = await scene.person()
  const clients = await Promise.all(Array.from({ length: 12 }, () => follow(server, person.token, [])))
  const began = performance.now()
  const ends: number[] = []
  for (const client of clients) void client.ended.then(() => ends.push(performance.now() - began))
  await server.palaver.drain(1000)
  await expect.poll(() => ends.length).toBe(12)
  expect(Math.max(...ends) - Math.min(...ends)).toBeGreaterThan(300)
  expect(Math.max(...ends)).toBeLessThan(3500)
})

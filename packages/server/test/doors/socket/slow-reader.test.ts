import { randomUUID } from 'node:crypto'
import { afterEach, expect, test } from 'vitest'
import { type SocketApp, emptyLog, startSocketApp } from '../../support/socket-app.ts'
import { SocketClient } from '../../support/socket-client.ts'

const id = randomUUID()
let server: SocketApp
afterEach(() => server.close())

const softBufferBytes = 200_000
const hardBufferBytes = 800_000

const start = async (): Promise<void> => {
  server = await startSocketApp({
    door: { limits: { softBufferBytes, hardBufferBytes } },
    run: async () => ({ status: 200, json: JSON.stringify('x'.repeat(60_000)), replay: false }),
    log: {
      ...emptyLog,
      sync: async (_userId, cursors) => cursors.map(([each]) => ({ id: each, revision: 1, memberCount: 2, visibleFrom: 1, role: 'member', type: 'group', ahead: false })),
    },
  })
}
const follower = async (): Promise<SocketClient> => {
  const client = await SocketClient.open(server.url, { perMessageDeflate: false })
  await client.authenticate(randomUUID())
  client.send({ t: 'resume', lineage: 'test-lineage', conversations: [[id, 1, 0]] })
  await client.frame('live')
  return client
}
const publish = (revision: number): void => {
  const filler = 'x'.repeat(20_000)
  const event = { name: 'message.sent', scope: 'conversation' as const, id, after: revision - 1, revision }
  server.bus.publish({ kind: 'events', events: [{ ...event, frame: JSON.stringify({ t: 'evt', ...event, payload: { filler } }) }] })
}
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

test('refusal 25: a reader that never reads is turned passive; what waits for it stays bounded, the others get everything', async () => {
  await start()
  const [slow, fast] = [await follower(), await follower()]
  slow.ws.pause()
  const [stalled] = [...server.fanOut.connections.all()]
  for (let revision = 2; revision <= 1000; revision += 1) {
    publish(revision)
    await turn()
  }
  await expect.poll(() => fast.all('evt').length).toBe(999)
  expect(stalled?.live.size).toBe(0)
  slow.ws.resume()
  expect((await slow.frame('sync', (frame) => frame.passive !== undefined)).passive).toEqual([id])
  const got = slow.all('evt').map(({ revision }) => revision)
  expect(got).toEqual(Array.from({ length: got.length }, (_, index) => index + 2))
  expect(got.length).toBeLessThan(999)
  expect(fast.all('evt').map(({ revision }) => revision)).toEqual(Array.from({ length: 999 }, (_, index) => index + 2))
  await Promise.all([slow.close(), fast.close()])
})

test('a client that asks and never reads is closed at the hard limit, resumably', async () => {
  await start()
  const [slow, fast] = [await follower(), await follower()]
  slow.ws.pause()
  // Answers are not to be dropped like events: only closing bounds them.
  for (let command = 0; command < 300 && [...server.fanOut.connections.all()].length === 2; command += 1) {
    slow.send({ t: 'cmd', id: command, name: 'x', input: {} })
    await turn()
  }
  await expect.poll(() => [...server.fanOut.connections.all()].length).toBe(1)
  slow.ws.resume()
  // The close frame waits behind what was never read; a client that does not get it in time sees the socket end, which means resume too.
  expect([4508, 1006]).toContain((await slow.ended).code)
  expect(await fast.command('x', {})).toMatchObject({ t: 'ok' })
  await fast.close()
})

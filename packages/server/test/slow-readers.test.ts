import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerFrames } from '@palaver/protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type ServerProcess, createServerProcess, freePort, highLimits } from '../../../tooling/processes/server-process.ts'
import { createAdminClient, type HostApi } from '../src/host/admin-client.ts'
import { SocketClient } from './support/socket-client.ts'

const appKey = 'slow-readers-key-of-at-least-32-characters'
const softBufferBytes = 300_000
const hardBufferBytes = 1_200_000
/** More than the kernel's own buffers of a connection take, about 4 MiB. */
const many = 450
const atOnce = 20
/** Nearly as long as a message may be. */
const filler = '\u{20000}'.repeat(4500)
const largestFrame = 20_000

let folder: string
let server: ServerProcess
let admin: HostApi
let id: string
let people: readonly { readonly userId: string; readonly accessToken: string }[]

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'palaver-slow-'))
  server = createServerProcess(await freePort(), {
    PALAVER_DATA_DIR: folder,
    PALAVER_APP_KEYS: appKey,
    PALAVER_METRICS_TOKEN: appKey,
    PALAVER_LIMITS: highLimits,
    PALAVER_SOCKET_LIMITS: `softBufferBytes=${softBufferBytes},hardBufferBytes=${hardBufferBytes},framesPerSecond=100000,framesBurst=100000`,
    LOG_LEVEL: 'warn',
  })
  await server.start()
  admin = createAdminClient({ url: server.url, appKey })
  people = await Promise.all(['owner', 'slow', 'one', 'two'].map((externalId) => admin.mintToken({ externalId, name: externalId })))
  const { conversation } = await admin.as('owner').createConversation({ name: 'Busy', memberIds: people.slice(1).map(({ userId }) => userId) })
  id = conversation.id
})
afterAll(async () => {
  await server.kill()
  await rm(folder, { recursive: true, force: true })
})

const read = async (series: string): Promise<number> => {
  const text = await (await fetch(`${server.url}/metrics`, { headers: { authorization: `Bearer ${appKey}` } })).text()
  const line = text.split('\n').find((each) => each.startsWith(`${series} `))
  return Number(line?.slice(series.length + 1) ?? 0)
}

/** Looks again and again; the answer says the most that waited for readers. */
const watchBuffered = (): (() => Promise<number>) => {
  let most = 0
  let watching = true
  const loop = (async () => {
    while (watching) {
      most = Math.max(most, await read('palaver_socket_buffered_bytes'))
      await sleep(100)
    }
  })()
  return async () => {
    watching = false
    await loop
    return most
  }
}

const follow = async (token: string, mine = 0): Promise<SocketClient> => {
  const client = await SocketClient.open(`${server.url.replace('http', 'ws')}/v1/socket`, { perMessageDeflate: false })
  const { lineage } = await client.frame('hello')
  await client.authenticate(token)
  client.send({ t: 'resume', lineage, userRevision: 0, conversations: [[id, mine, 0]] })
  await client.frame('live')
  return client
}

/** Sends large messages, many at once. */
const sendMany = async (token: string): Promise<void> => {
  const client = await follow(token)
  let next = 0
  await Promise.all(Array.from({ length: atOnce }, async () => {
    while (next < many) {
      const content = { kind: 'text', text: `${next++} ${filler}` }
      const answer = await client.command('message.send', { conversationId: id, clientId: randomUUID(), content })
      if (answer.t === 'err') throw new Error(answer.message)
    }
  }))
  await client.close()
}

const eventsOf = (client: SocketClient): readonly ServerFrames['evt'][] => client.all('evt').filter((frame) => frame.id === id)

/** Takes in what `conversation.changes` has after `mine`; every message at or below it is known. */
const catchUp = async (client: SocketClient, mine: number): Promise<number[]> => {
  const numbers: number[] = []
  for (let since = mine, more = true; more; ) {
    const answer = await client.command('conversation.changes', { conversationId: id, since })
    if (answer.t === 'err') throw new Error(answer.message)
    const { upTo, rows, more: isMore } = answer.output as { readonly upTo: number; readonly rows: unknown; readonly more?: boolean }
    numbers.push(...numbersIn(rows))
    since = upTo
    more = isMore === true
  }
  return numbers
}

/** The numbers that messages begin with. */
const numbersIn = (payload: unknown): number[] => {
  const { messages = [] } = payload as { readonly messages?: readonly { readonly content: { readonly kind: string; readonly text?: string } }[] }
  return messages.flatMap(({ content }) => (content.kind === 'text' ? [Number.parseInt(content.text ?? '', 10)] : []))
}

const everyNumber = Array.from({ length: many }, (_, n) => n)
const sorted = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b)

describe('refusal 25: among readers that read, one that does not', () => {
  test('is turned passive above the soft limit and loses what may be lost; it learns of the rest when it reads again', async () => {
    const [owner, first, ...others] = people as [typeof people[0], typeof people[0], ...typeof people]
    const slow = await follow(first.accessToken)
    const fast = await Promise.all(others.map(({ accessToken }) => follow(accessToken)))
    expect((await slow.command('presence.watch', { people: [[owner.userId, 0]] })).t).toBe('ok')
    const before = { slow: await read('palaver_fan_out_slow_readers_total'), dropped: await read('palaver_socket_frames_dropped_total') }
    slow.ws.pause()
    const stopWatching = watchBuffered()
    await sendMany(owner.accessToken)
    await admin.as('owner').run('presence.set', { status: 'busy' })
    await expect.poll(() => read('palaver_socket_frames_dropped_total')).toBeGreaterThan(before.dropped)
    for (const client of fast) await expect.poll(() => eventsOf(client).flatMap(({ payload }) => numbersIn(payload)).length, { timeout: 20_000 }).toBe(many)
    // What was begun below the limit: one batch; the fast ones had their share of it for a moment, too.
    expect(await stopWatching()).toBeLessThan(softBufferBytes + 4 * atOnce * largestFrame)
    expect(await read('palaver_fan_out_slow_readers_total')).toBe(before.slow + 1)

    slow.ws.resume()
    await slow.frame('sync', (frame) => frame.passive?.includes(id) === true, 20_000)
    const head = await slow.frame('head', ({ heads }) => heads.some((each) => each.id === id), 20_000)
    const got = eventsOf(slow)
    const mine = got.at(-1)?.revision ?? 0
    expect(mine).toBeLessThan(head.heads[0]?.revision ?? 0)
    const all = [...got.flatMap(({ payload }) => numbersIn(payload)), ...(await catchUp(slow, mine))]
    expect(all).toEqual(eventsOf(fast[0] as SocketClient).flatMap(({ payload }) => numbersIn(payload)))
    expect(sorted(all)).toEqual(everyNumber)
    await Promise.all([slow, ...fast].map((client) => client.close()))
  }, 60_000)

  test('and goes on asking is closed resumably at the hard limit; what waited for it is given up, and it gets everything when it comes back', async () => {
    const [, first, second] = people as [typeof people[0], typeof people[0], typeof people[0]]
    const [slow, fast] = [await follow(first.accessToken, 1), await follow(second.accessToken, 1)]
    const before = await read('palaver_socket_closes_total{code="4508"}')
    slow.ws.pause()
    const stopWatching = watchBuffered()
    // Answers are not to be dropped like events.
    for (let asked = 0; asked < 500 && (await read('palaver_socket_closes_total{code="4508"}')) === before; asked += 1) {
      slow.send({ t: 'cmd', id: asked, name: 'message.list', input: { conversationId: id, limit: 20 } })
      await sleep(5)
    }
    expect(await read('palaver_socket_closes_total{code="4508"}')).toBe(before + 1)
    await expect.poll(() => read('palaver_socket_buffered_bytes'), { timeout: 5000 }).toBe(0)
    // The answer that was one too many came on top.
    expect(await stopWatching()).toBeLessThan(hardBufferBytes + 25 * largestFrame)
    slow.ws.resume()
    // The close frame waits behind what was never read; a client that does not get it in time sees the socket end, which means resume too.
    expect([4508, 1006]).toContain((await slow.ended).code)

    const back = await follow(first.accessToken, 1)
    expect(sorted(await catchUp(back, 1))).toEqual(everyNumber)
    expect(await fast.command('person.me', {})).toMatchObject({ t: 'ok' })
    await Promise.all([back, fast].map((client) => client.close()))
  }, 60_000)
})

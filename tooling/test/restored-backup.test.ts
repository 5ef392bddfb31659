import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { runPalaver } from '../../packages/server/test/support/palaver-process.ts'
import { createServerProcess, freePort } from '../processes/server-process.ts'
import { conversations, createChatClient } from '@palaver/client'
import { textOf } from '../../packages/client/test/support/text-of.ts'

const within = { timeout: 40_000, interval: 20 }

test('after the restore of a backup a live client starts anew: what was lost is gone, nothing is shown twice, the outbox is kept (refusal 38)', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'palaver-restored-'))
  const [data, backup] = [join(folder, 'data'), join(folder, 'backup')]
  const environment = { PALAVER_DATA_DIR: data, LOG_LEVEL: 'warn' }
  const server = createServerProcess(await freePort(), environment)
  onTestFinished(async () => {
    await server.kill()
    await rm(folder, { recursive: true, force: true })
  })
  const mint = async (name: string) => {
    const { out, err } = await runPalaver(['token', 'mint', '--external-id', name, '--name', name], environment)
    return { token: out.trim(), userId: /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(err)?.[0] ?? '' }
  }
  const [anna, ben] = [await mint('anna'), await mint('ben')]
  await server.start()
  const connect = ({ token, userId }: { token: string; userId: string }) => {
    const chat = createChatClient({ url: server.url, token: async () => token, userId, storage: 'memory' })
    conversations(chat)
    chat.connect()
    onTestFinished(() => chat.close())
    return chat
  }
  const [a, b] = [connect(anna), connect(ben)]
  const direct = await vi.waitFor(() => conversations(a).direct(ben.userId), within)
  const ofA = direct.messages
  const ofB = b.conversation(direct.id).messages
  for (const timeline of [ofA, ofB]) timeline.subscribe(() => undefined)
  direct.open()
  b.conversation(direct.id).open()
  const texts = (timeline: typeof ofA) => timeline.getSnapshot().items.map((item) => textOf(item))
  const say = (text: string) => vi.waitFor(() => {
    if (!texts(ofA).includes(text)) ofA.send({ text })
    expect([texts(ofA).at(-1), texts(ofB).at(-1)]).toEqual([text, text])
    expect(ofA.getSnapshot().items.at(-1)?.status).not.toBe('pending')
  }, within)
  await say('before one')
  await say('before two')
  await server.stop()
  await cp(data, backup, { recursive: true })
  await server.start()
  await say('lost one')
  await say('lost two')
  await server.stop()
  ofA.send({ text: 'unsent' })
  await rm(data, { recursive: true })
  await cp(backup, data, { recursive: true })
  expect(await runPalaver(['lineage', 'new'], environment)).toMatchObject({ code: 0 })
  await server.start()

  for (const timeline of [ofA, ofB]) {
    await vi.waitFor(() => expect(texts(timeline)).toEqual(['before one', 'before two', 'unsent']), within)
    const positions = timeline.getSnapshot().items.map(({ position }) => position)
    expect(new Set(positions).size).toBe(positions.length)
  }
  await say('after')
  expect(texts(ofB)).toEqual(['before one', 'before two', 'unsent', 'after'])
}, 240_000)

import type { ServerFrame } from '@palaver/protocol'
import { PalaverError } from '@palaver/protocol'
import { describe, expect, test } from 'vitest'
import { createFakeClock } from './support/fake-clock.ts'
import { ModelServer } from './support/model-server.ts'
import { alice, bob, createTestClient } from './support/test-client.ts'
import { textOf } from './support/text-of.ts'

const start = async (protocol = '1.0') => {
  const clock = createFakeClock()
  const server = new ModelServer(clock)
  server.protocol = protocol
  const group = server.group([alice, bob])
  const { chat } = createTestClient({ server, clock, userId: alice })
  const errors: string[] = []
  chat.on('error', ({ code }) => errors.push(code))
  chat.connect()
  await clock.advance(200)
  return { clock, server, group, chat, errors, id: group.conversation.id }
}
/** A frame that this version has no name for. */
const later = (frame: object): ServerFrame => frame as ServerFrame

describe('a client', () => {
  test.each(['1.0', '1.1', '1.17'])('works with a server of protocol %s', async (protocol) => {
    const { chat, errors } = await start(protocol)
    expect(chat.status.getSnapshot()).toMatchObject({ socket: 'open', synced: true })
    expect(errors).toEqual([])
  })

  test.each(['2.0', '0.9', '10.0', '1', 'one', ''])('gives up with unsupported_version at a server of protocol "%s"', async (protocol) => {
    const { clock, chat, errors, server } = await start(protocol)
    await clock.advance(120_000)
    expect(chat.status.getSnapshot().socket).toBe('closed')
    expect(errors).toEqual(['unsupported_version'])
    expect(server.sockets).toBe(0)
  })

  test('ignores frames, ephemeral events and scopes of a later minor version', async () => {
    const { clock, server, chat, errors, id } = await start('1.1')
    const before = chat.conversation(id).messages.getSnapshot().items
    server.broadcast(later({ t: 'banner', text: 'new in 1.1' }))
    server.broadcast(later({ t: 'eph', name: 'call.ringing', payload: { conversationId: id } }))
    server.broadcast(later({ t: 'evt', name: 'space.renamed', scope: 'space', id, after: 0, revision: 99, payload: { space: { name: 'x' } } }))
    await clock.advance(5000)
    expect(errors).toEqual([])
    expect(chat.status.getSnapshot()).toMatchObject({ socket: 'open', synced: true })
    expect(chat.conversation(id).messages.getSnapshot().items).toEqual(before)
    chat.conversation(id).messages.send({ text: 'still here' })
    await clock.advance(1000)
    expect(chat.conversation(id).messages.getSnapshot().items.at(-1)).toMatchObject({ status: 'sent' })
  })

  test('merges the rows of an unknown event by its numbers, and keeps to what it knows of them', async () => {
    const { clock, server, group, chat, id } = await start('1.1')
    server.run('message.send', { conversationId: id, clientId: server.id(), content: { kind: 'text', text: 'old' } }, bob)
    await clock.advance(1000)
    // The model names it `message.edited`, which 1.0 does not have.
    server.edit(group, 1, 'new')
    await clock.advance(1000)
    expect(chat.conversation(id).messages.getSnapshot().items.map(textOf)).toEqual(['new'])
    server.broadcast(later({
      t: 'evt', name: 'topic.opened', scope: 'conversation', id, after: group.revision, revision: group.revision + 1, payload: { topics: [{ id: 7 }], color: 'red' }, hint: 'x',
    }))
    group.revision += 1
    await clock.advance(5000)
    expect(chat.status.getSnapshot()).toMatchObject({ synced: true })
  })

  test('takes an unknown error code for internal, with the retryability that came with it', () => {
    const body = (retryable: boolean) => ({ code: 'out_of_credit', message: 'unable to send; no credit', retryable }) as unknown as Parameters<typeof PalaverError.fromBody>[0]
    expect(PalaverError.fromBody(body(false))).toMatchObject({ code: 'internal', retryable: false })
    expect(PalaverError.fromBody(body(true))).toMatchObject({ code: 'internal', retryable: true })
  })
})

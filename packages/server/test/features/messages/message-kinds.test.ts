import { randomUUID } from 'node:crypto'
import { type ContentSchema, defineContent } from '@palaver/protocol'
import { describe, expect, it } from 'vitest'
import { dialects } from '../../support/databases.ts'
import { shareTestServer, startTestServer, type TestServer } from '../../support/test-server.ts'

interface Order {
  readonly number: number
}

const orderSchema: ContentSchema<Order> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) =>
      typeof value === 'object' && value !== null && 'number' in value && typeof value.number === 'number'
        ? { value: { number: value.number } }
        : { issues: [{ message: 'must be a number', path: [{ key: 'number' }] }] },
  },
}
const order = defineContent({ type: 'com.example.order', schema: orderSchema })

const groupOn = async (server: TestServer) => {
  const handle = `u${randomUUID().slice(0, 8)}`
  const { accessToken: token } = await server.register(handle)
  const { body } = await server.call('POST', '/v1/conversations', { token, body: { clientId: randomUUID(), type: 'group', name: 'kinds', memberIds: [] } })
  const { id } = (body as { conversation: { id: string } }).conversation
  const path = `/v1/conversations/${id}/messages`
  return {
    send: (content: object, clientId: string = randomUUID()) => server.call('POST', path, { token, body: { clientId, content } }),
    contents: async () => ((await server.call('GET', path, { token })).body as unknown as { messages: { content: { kind: string } }[] }).messages.map(({ content }) => content).filter(({ kind }) => kind !== 'system'),
    edit: (messageId: string) => server.call('PATCH', `${path}/${messageId}`, { token, body: { clientId: randomUUID(), content: { kind: 'text', text: 'words' } } }),
  }
}

const custom = (data: object, more: object = {}) => ({ kind: 'custom', type: order.type, data, ...more })
const deep = (levels: number): object => (levels === 0 ? {} : { a: deep(levels - 1) })

describe.each(dialects)('kinds of content on %s', (dialect) => {
  const server = shareTestServer({ dialect, contentTypes: [order] })

  it('come back as they were sent', async () => {
    const { send, contents } = await groupOn(server())
    const sent = [
      { kind: 'location', latitude: -33.8568, longitude: 151.2153, label: 'Opera House' },
      { kind: 'contact', name: 'Ada', userId: randomUUID(), phone: '+44 (0)20 7946-0000', email: 'ada@example.com' },
      custom({ number: 17, lines: [{ name: 'rye ü 👋 \\u0000', count: 2, price: 1.5 }], gift: null, paid: true, constructor: 'x' }, { fallback: 'Order 17' }),
    ]
    for (const content of sent) expect((await send(content)).status).toBe(201)
    expect(await contents()).toEqual(sent)
  })

  it('repeat by their clientId, whatever the order of keys', async () => {
    const { send, contents } = await groupOn(server())
    const clientId = randomUUID()
    const first = await send(custom({ number: 1, a: { b: 1, c: [2] } }), clientId)
    expect(await send(custom({ a: { c: [2], b: 1 }, number: 1 }), clientId)).toMatchObject({ status: first.status, body: first.body })
    expect(await send(custom({ number: 1, a: { b: 2, c: [2] } }), clientId)).toMatchObject({ status: 409 })
    expect(await contents()).toHaveLength(1)
  })

  it.each([
    ['data that its schema refuses', custom({ number: 'one' }), '/content/data', 'number: must be a number'],
    ['data of nine levels', custom({ number: 1, ...deep(9) }), '/content/data', 'levels'],
    ['data with U+0000', custom({ number: 1, text: 'a\0' }), '/content/data', 'U+0000'],
    ['data with a lone surrogate in a key', custom({ number: 1, '\ud800': 1 }), '/content/data', 'surrogate'],
    ['data that is a list', custom([]), '/content', ''],
    ['a type that is no name in a namespace', { ...custom({ number: 1 }), type: 'order' }, '/content', ''],
    ['a place beyond the pole', { kind: 'location', latitude: 91, longitude: 0 }, '/content', ''],
    ['a contact without a name', { kind: 'contact', phone: '123' }, '/content', ''],
    ['a contact whose phone is a script', { kind: 'contact', name: 'x', phone: 'javascript:alert(1)' }, '/content', ''],
    ['a kind that only the server writes', { kind: 'system', note: { type: 'member_left' } }, '/content', ''],
  ])('%s is refused', async (_, content, path, reason) => {
    const { send, contents } = await groupOn(server())
    const { status, body } = await send(content)
    expect({ status, body }).toMatchObject({ status: 400, body: { code: 'invalid_input' } })
    expect(String((body as { path?: string }).path)).toContain(path)
    expect(String(body['message'])).toContain(reason)
    expect(await contents()).toEqual([])
  })

  it('other than text cannot be edited', async () => {
    const { send, edit } = await groupOn(server())
    const { body } = await send(custom({ number: 1 }))
    expect(await edit(String(body['id']))).toMatchObject({ status: 403 })
  })
})

it('a server that is told so takes types that it does not know', async () => {
  const { send, contents } = await groupOn(await startTestServer({ unknownContent: 'allow' }))
  await send({ kind: 'custom', type: 'org.example.poem', data: { lines: ['a'] } })
  expect(await contents()).toEqual([{ kind: 'custom', type: 'org.example.poem', data: { lines: ['a'] } }])
})

import type { AddressInfo } from 'node:net'
import { PalaverError } from '@palaver/protocol'
import { commands } from '@palaver/protocol/definitions'
import { beforeAll, describe, expect, it } from 'vitest'
import { createAdminClient } from '../../src/host/admin-client.ts'
import type { HostApi } from '../../src/host/host-api.ts'
import { toRestRequest } from '../../src/host/rest-request.ts'
import { openDoor } from '../support/doors.ts'
import { roomyLimits, shareTestServer } from '../support/test-server.ts'

const appKey = 'k'.repeat(40)
const shared = shareTestServer({ appKeys: [appKey], limits: roomyLimits })
let url = ''
beforeAll(async () => {
  await shared().app.listen({ host: '127.0.0.1', port: 0 })
  url = `http://127.0.0.1:${(shared().app.server.address() as AddressInfo).port}`
})

const forms: Readonly<Record<string, () => HostApi>> = {
  'in the process': () => shared().palaver.admin,
  'over HTTP': () => createAdminClient({ url, appKey }),
}

describe.each(Object.entries(forms))('a host backend %s', (form, open) => {
  const known = (name: string): string => `${form}/${name} & more`
  const refusal = async (work: Promise<unknown>): Promise<unknown> =>
    work.then(() => 'no refusal', (error: unknown) => (error instanceof PalaverError ? error.code : error))

  it('makes users, lets one in by a token, and changes what is given', async () => {
    const api = open()
    const ada = await api.upsertUser({ externalId: known('ada'), name: 'Ada' })
    expect(await api.upsertUser({ externalId: known('ada'), bio: 'Mathematics' })).toMatchObject({ id: ada.id, name: 'Ada', bio: 'Mathematics' })
    const { userId, accessToken } = await api.mintToken({ externalId: known('ada') })
    expect(userId).toBe(ada.id)
    const door = await openDoor(shared(), 'socket', accessToken)
    expect(await door.run('person.me', {})).toMatchObject({ ok: true, output: { person: { name: 'Ada' } } })
  })

  it('creates conversations, adds, sends for users and for itself, takes members out', async () => {
    const api = open()
    const [ann, bob] = [await api.upsertUser({ externalId: known('ann') }), await api.upsertUser({ externalId: known('bob') })]
    const support = api.as(known('support'))
    const { conversation } = await support.createConversation({ name: 'Order 17', memberIds: [ann.id] })
    expect(await support.addMembers(conversation.id, [bob.id])).toMatchObject([{ userId: bob.id, state: 'active' }])
    await support.send(conversation.id, 'How can we help?')
    const sent = await api.as(known('ann')).send(conversation.id, 'Where is it?')
    // Who was added stands first.
    expect(sent.position).toBe(3)
    expect(await support.setRole(conversation.id, bob.id, 'moderator')).toMatchObject({ userId: bob.id, role: 'moderator' })
    expect(await refusal(api.as(known('bob')).setRole(conversation.id, bob.id, 'admin'))).toBe('forbidden')
    expect(await support.removeMember(conversation.id, bob.id)).toMatchObject({ userId: bob.id, state: 'removed' })
    expect(await refusal(api.as(known('bob')).send(conversation.id, 'Me too'))).toBe('not_found')
    expect(await refusal(api.as(known('ann')).removeMember(conversation.id, bob.id))).toMatch(/forbidden|not_found/)
    const { messages } = await support.run('message.list', { conversationId: conversation.id, limit: 10 })
    expect(messages.map(({ content, senderId }) => [content.kind === 'system' ? content.note.type : content.kind === 'text' && content.text, senderId === ann.id])).toEqual([
      ['members_added', false], ['How can we help?', false], ['Where is it?', true], ['role_changed', false], ['member_removed', false],
    ])
    await support.transferOwnership(conversation.id, ann.id)
    expect(await refusal(support.transferOwnership(conversation.id, ann.id))).toBe('forbidden')
  })

  it('sends once what comes twice with the same clientId', async () => {
    const api = open()
    const eve = await api.upsertUser({ externalId: known('eve') })
    const { conversation } = await api.as(known('dan')).openDirect(eve.id)
    const clientId = crypto.randomUUID()
    const first = await api.as(known('dan')).send(conversation.id, 'once', { clientId })
    expect(await api.as(known('dan')).send(conversation.id, 'once', { clientId })).toEqual(first)
  })

  it('keeps somebody out and lets them in again', async () => {
    const api = open()
    const { userId, accessToken } = await api.mintToken({ externalId: known('mia') })
    await api.suspendUser({ externalId: known('mia'), reason: 'Advertisements' })
    expect((await shared().call('GET', '/v1/me', { token: accessToken })).body).toMatchObject({ code: 'account_suspended' })
    expect(await refusal(api.mintToken({ externalId: known('mia') }))).toBe('account_suspended')
    expect(await refusal(api.as(known('mia')).run('person.me', {}))).toBe('account_suspended')
    await api.reinstateUser({ userId })
    expect((await api.as(known('mia')).run('person.me', {})).person.id).toBe(userId)
    expect(await refusal(api.suspendUser({ externalId: known('nobody') }))).toBe('not_found')
    expect(await refusal(api.suspendUser({}))).toBe('invalid_input')
  })

  it('gets refusals as typed errors', async () => {
    const api = open()
    expect(await refusal(api.upsertUser({ externalId: '' }))).toBe('invalid_input')
    expect(await refusal(api.upsertUser({ externalId: known('x'), handle: 'Not A Handle' }))).toBe('invalid_input')
    expect(await refusal(api.as('').openDirect(crypto.randomUUID()))).toBe('invalid_input')
    expect(await refusal(api.as(known('x')).openDirect(crypto.randomUUID()))).toBe('not_found')
    expect(await refusal(api.as(known('x')).run('typing.set', { conversationId: crypto.randomUUID(), typing: true }))).toBe('unknown_command')
  })
})

describe('createAdminClient', () => {
  it('mints a new token when the server does not take the last one, and only then', async () => {
    const tokens: string[] = []
    const api = createAdminClient({
      url,
      appKey,
      fetch: async (input, init) => {
        const isMint = new Headers(init?.headers).get('authorization') === `Bearer ${appKey}`
        tokens.push(isMint ? 'mint' : 'use')
        const isSecondUse = !isMint && tokens.filter((one) => one === 'use').length === 2
        return fetch(input, isSecondUse ? { ...init, headers: { authorization: 'Bearer stale' } } : init)
      },
    })
    const ada = api.as('renewed')
    await ada.run('person.me', {})
    await ada.run('person.me', {})
    expect(tokens).toEqual(['mint', 'use', 'use', 'mint', 'use'])
  })

  it('says unavailable where no Palaver answers', async () => {
    await expect(createAdminClient({ url: 'http://127.0.0.1:1', appKey }).upsertUser({ externalId: 'a' })).rejects.toMatchObject({ code: 'unavailable', retryable: true })
    const page = async (): Promise<Response> => new Response('<p>hello</p>', { status: 200 })
    await expect(createAdminClient({ url, appKey, fetch: page }).upsertUser({ externalId: 'a' })).rejects.toMatchObject({ code: 'unavailable' })
  })

  it('is refused with a wrong key', async () => {
    await expect(createAdminClient({ url, appKey: `${appKey}x` }).upsertUser({ externalId: 'a' })).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it.each(commands.filter(({ rest }) => rest).map(({ name, rest }) => [name, rest] as const))('knows where %s stands', (name, rest) => {
    expect(toRestRequest(name, {})).toMatchObject({ method: rest?.method, path: rest?.path.replaceAll(/:\w+/g, 'undefined') })
  })
})

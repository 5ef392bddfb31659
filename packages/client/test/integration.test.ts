import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { type ChatClient, conversations, createChatClient, createSession, members as membersOf, type PalaverError, people, permissions, presence, restFallback, type Session, sessions as sessionsOf, typing, updateConversation } from '../src/index.ts'
import { createRealServer } from './support/real-server.ts'
import { textOf } from './support/text-of.ts'

const appKey = 'k'.repeat(40)
const server = await createRealServer({ PALAVER_APP_KEYS: appKey, PALAVER_LIMITS: 'send=6000/500', LOG_LEVEL: 'warn' })
const clients: ChatClient[] = []
const sessions: Session[] = []
const faults: PalaverError[] = []

beforeAll(server.start)
afterAll(async () => {
  await Promise.all(clients.map((chat) => chat.close()))
  for (const session of sessions) session.close()
  await server.remove()
})

const within = { timeout: 15_000, interval: 20 }
const memoryItems = () => {
  const items = new Map<string, string>()
  return { getItem: (key: string) => items.get(key) ?? null, setItem: (key: string, value: string) => void items.set(key, value), removeItem: (key: string) => void items.delete(key) }
}

const register = async (handle: string): Promise<Session> => {
  const session = createSession({ url: server.url, storage: memoryItems() })
  sessions.push(session)
  const email = `${handle}@example.com`
  await session.register({ email, password: 'a long enough one', name: handle, handle })
  const code = await vi.waitFor(() => {
    const found = new RegExp(`Mail to ${email}[^]*?Your code is (\\d{6})`).exec(server.output())?.[1]
    expect(found).toBeDefined()
    return found ?? ''
  }, within)
  await session.verify({ email, code })
  return session
}
const connect = (session: Session): ChatClient => {
  const chat = createChatClient({ url: server.url, token: session.token, userId: session.getSnapshot().userId ?? '', storage: 'memory', fallback: restFallback })
  conversations(chat)
  chat.on('error', (error) => faults.push(error))
  clients.push(chat)
  chat.connect()
  return chat
}
const shown = (chat: ChatClient, id: string) =>
  chat.conversation(id).messages.getSnapshot().items.map((item) => `${textOf(item)} ${item.status}`)
const synced = (chat: ChatClient) => vi.waitFor(() => expect(chat.status.getSnapshot()).toMatchObject({ socket: 'open', synced: true, pending: 0 }), within)

describe('against the real server', () => {
  test('two people find each other, talk, read, type, and survive a server that is killed', async () => {
    const [anna, ben] = await Promise.all([register('anna'), register('ben')])
    const a = connect(anna)
    const b = connect(ben)
    await Promise.all([synced(a), synced(b)])

    const [found] = await people(a).search('ben')
    expect(found?.handle).toBe('ben')
    const direct = await conversations(a).direct(ben.getSnapshot().userId ?? '')
    const { id } = direct
    direct.messages.subscribe(() => undefined)
    const closeA = direct.open()
    await vi.waitFor(() => expect(conversations(b).getSnapshot().items.map((item) => item.id)).toEqual([id]), within)

    direct.messages.send({ text: 'hello' })
    expect(shown(a, id)).toEqual(['hello pending'])
    await vi.waitFor(() => expect(conversations(b).getSnapshot()).toMatchObject({ unreadTotal: 1 }), within)
    await vi.waitFor(() => expect(shown(a, id)).toEqual(['hello delivered']), within)
    const closeB = b.conversation(id).open()
    await vi.waitFor(() => expect(shown(a, id)).toEqual(['hello read']), within)
    expect(conversations(b).getSnapshot().unreadTotal).toBe(0)

    const signs = typing(b.conversation(id))
    signs.subscribe(() => undefined)
    typing(direct).notify()
    await vi.waitFor(() => expect(signs.getSnapshot()).toEqual([a.userId]), within)
    const there = presence(b).of(a.userId)
    there.subscribe(() => undefined)
    await vi.waitFor(() => expect(there.getSnapshot()?.status).toBe('online'), within)

    b.disconnect()
    await server.kill()
    for (const text of ['one', 'two', 'three']) direct.messages.send({ text })
    await vi.waitFor(() => expect(a.status.getSnapshot()).toMatchObject({ socket: 'waiting', pending: 3 }), within)
    expect(shown(a, id)).toEqual(['hello read', 'one pending', 'two pending', 'three pending'])
    await server.start()
    b.connect()
    await Promise.all([synced(a), synced(b)])
    await vi.waitFor(() => expect(shown(b, id)).toEqual(['hello sent', 'one sent', 'two sent', 'three sent']), within)
    await vi.waitFor(() => expect(shown(a, id).map((one) => one.split(' ')[0])).toEqual(['hello', 'one', 'two', 'three']), within)
    const { messages } = await a.run('message.list', { conversationId: id })
    expect(messages.map((message) => textOf(message))).toEqual(['hello', 'one', 'two', 'three'])
    closeA()
    closeB()
  }, 120_000)

  test('what is for some members only is shown to them live and after a new start, and to others never', async () => {
    const [tara, ugo, vera] = await Promise.all([register('tara'), register('ugo'), register('vera')])
    const [t, u, v] = [connect(tara), connect(ugo), connect(vera)]
    await Promise.all([t, u, v].map(synced))
    const { id } = await conversations(t).create({ name: 'Desk', memberIds: [u.userId, v.userId] })
    await vi.waitFor(() => expect(conversations(v).getSnapshot().items).toHaveLength(1), within)
    for (const chat of [t, u, v]) chat.conversation(id).messages.subscribe(() => undefined)
    const { messages } = t.conversation(id)
    const key = messages.send({ text: 'between us', visibleTo: [u.userId] })
    expect(messages.getSnapshot().items.find((item) => item.key === key)).toMatchObject({ status: 'pending', visibleTo: [u.userId] })
    messages.send({ text: 'for all' })
    const texts = (chat: ChatClient) => chat.conversation(id).messages.getSnapshot().items.flatMap((item) => (item.content.kind === 'text' ? [item.content.text] : item.content.kind === 'system' ? [] : [item.content.kind]))
    await vi.waitFor(() => expect(texts(v)).toEqual(['for all']), within)
    await vi.waitFor(() => expect(texts(u)).toEqual(['between us', 'for all']), within)
    expect([u, v].map((chat) => conversations(chat).getSnapshot().items[0]?.unread)).toEqual([2, 1])
    const [again, other] = [connect(ugo), connect(vera)]
    await Promise.all([again, other].map(synced))
    for (const chat of [again, other]) chat.conversation(id).messages.subscribe(() => undefined)
    await vi.waitFor(() => expect([again, other].map(texts)).toEqual([['between us', 'for all'], ['for all']]), within)
    expect(again.conversation(id).messages.getSnapshot().items.find((item) => item.restricted)).toMatchObject({ visibleTo: [u.userId], senderId: t.userId })
  }, 60_000)

  test('a group: members come and go, history is paged, names change', async () => {
    const [carl, dora, emil] = await Promise.all([register('carl'), register('dora'), register('emil')])
    const [c, d, e] = [connect(carl), connect(dora), connect(emil)]
    await Promise.all([c, d, e].map(synced))
    const group = await conversations(c).create({ name: 'Hiking', memberIds: [d.userId] })
    const { id } = group
    await vi.waitFor(() => expect(conversations(d).getSnapshot().items).toHaveLength(1), within)
    for (let at = 1; at <= 70; at += 1) {
      // Slowly enough for the limit of sends.
      await c.run('message.send', { conversationId: id, clientId: crypto.randomUUID(), content: { kind: 'text', text: String(at) } }).catch(() => undefined)
    }
    await membersOf(group).add([e.userId])
    await vi.waitFor(() => expect(conversations(e).getSnapshot().items).toHaveLength(1), within)
    const timeline = e.conversation(id).messages
    timeline.subscribe(() => undefined)
    await vi.waitFor(() => expect(timeline.getSnapshot().items.length).toBeGreaterThan(0), within)
    while (timeline.getSnapshot().hasOlder) await timeline.loadOlder()
    const first = timeline.getSnapshot().items.map((item) => item.position)
    expect(first).toEqual(first.map((_, at) => at + 1))

    await updateConversation(group, { name: 'Climbing' })
    await vi.waitFor(() => expect(e.conversation(id).info.getSnapshot().item?.conversation.name).toBe('Climbing'), within)
    await updateConversation(group, { settings: { disappearAfterMs: 3_600_000 } })
    expect(group.info.getSnapshot().item?.conversation.settings).toEqual({ history: 'beginning', disappearAfterMs: 3_600_000 })
    await updateConversation(group, { settings: { disappearAfterMs: 0 } })
    await vi.waitFor(() => expect(e.conversation(id).info.getSnapshot().item?.conversation).toMatchObject({ name: 'Climbing', settings: { history: 'beginning' } }), within)
    const members = membersOf(c.conversation(id))
    members.subscribe(() => undefined)
    await vi.waitFor(() => expect(members.getSnapshot().items.map((member) => member.userId).sort()).toEqual([c.userId, d.userId, e.userId].sort()), within)
    expect(c.conversation(id).info.getSnapshot().item?.head.memberCount).toBe(3)

    // Nobody subscribes to e's members, so no row of theirs is held: the count must not move by a change of role.
    await members.setRole(e.userId, 'admin')
    await vi.waitFor(() => expect(permissions(e.conversation(id)).getSnapshot().can('member.update')).toBe(true), within)
    await vi.waitFor(() => expect(timeline.getSnapshot().items.at(-1)?.content).toEqual({ kind: 'system', note: { type: 'role_changed', userId: e.userId, role: 'admin' } }), within)
    expect(timeline.getSnapshot().items.at(-1)).toMatchObject({ senderId: c.userId, mine: false, status: 'sent' })
    expect(e.conversation(id).info.getSnapshot().item).toMatchObject({ head: { memberCount: 3 }, unread: 0 })
    await expect(membersOf(e.conversation(id)).setRole(e.userId, 'owner')).rejects.toMatchObject({ code: 'forbidden' })
    await members.transferOwnership(e.userId)
    expect(members.getSnapshot().items.map(({ userId, role }) => [userId, role])).toEqual([[e.userId, 'owner'], [c.userId, 'admin'], [d.userId, 'member']])
    await membersOf(e.conversation(id)).transferOwnership(c.userId)
    await vi.waitFor(() => expect(permissions(group).getSnapshot().can('conversation.transfer')).toBe(true), within)
    await membersOf(group).remove(e.userId)
    await vi.waitFor(() => expect(e.conversation(id).info.getSnapshot().status).toBe('gone'), within)
    expect(e.conversation(id).messages.getSnapshot().items).toEqual([])
    await membersOf(d.conversation(id)).leave()
    await vi.waitFor(() => expect(members.getSnapshot().items.map((member) => member.userId)).toEqual([c.userId]), within)
    await vi.waitFor(() => expect(c.conversation(id).info.getSnapshot().item?.head.memberCount).toBe(1), within)
  }, 120_000)

  test('a session that is logged out needs a new sign-in', async () => {
    const fred = await register('fred')
    const f = connect(fred)
    await synced(f)
    const told = new Promise<void>((resolve) => f.on('auth_required', () => resolve()))
    await fred.logOut()
    await told
    expect(fred.getSnapshot()).toEqual({ status: 'signed-out' })
    expect(await fred.token()).toBeNull()
    await fred.logIn({ email: 'fred@example.com', password: 'a long enough one' })
    f.connect()
    await synced(f)
  }, 60_000)

  test('a device that another one signs out is told at once, and has to sign in again', async () => {
    const here = await register('gina')
    const there = createSession({ url: server.url, storage: memoryItems() })
    sessions.push(there)
    await there.logIn({ email: 'gina@example.com', password: 'a long enough one', device: 'The lost one' })
    const [g, lost] = [connect(here), connect(there)]
    await Promise.all([synced(g), synced(lost)])
    const devices = sessionsOf(g)
    devices.subscribe(() => undefined)
    await vi.waitFor(() => expect(devices.getSnapshot()).toMatchObject({ status: 'ready', items: [{ current: true }, { device: 'The lost one', current: false }] }), within)
    lost.on('auth_required', there.forget)
    await devices.revoke(devices.getSnapshot().items[1]?.id ?? '')
    expect(devices.getSnapshot().items).toHaveLength(1)
    await vi.waitFor(() => expect(there.getSnapshot()).toEqual({ status: 'signed-out', ended: 'session_ended' }), { timeout: 1000, interval: 10 })
    expect(await here.token()).not.toBeNull()
    await expect(devices.revoke(crypto.randomUUID())).rejects.toMatchObject({ code: 'not_found' })
  }, 60_000)

  test('a changed password signs out the other devices, and this one goes on', async () => {
    const [here, there] = [await register('hana'), createSession({ url: server.url, storage: memoryItems() })]
    sessions.push(there)
    const signIn = { email: 'hana@example.com', password: 'a long enough one' }
    await there.logIn(signIn)
    const [h, other] = [connect(here), connect(there)]
    await Promise.all([synced(h), synced(other)])
    other.on('auth_required', there.forget)
    const devices = sessionsOf(h)
    await expect(devices.changePassword({ current: 'a wrong password', next: 'a much better one' })).rejects.toMatchObject({ code: 'invalid_credentials', path: '/current' })
    await devices.changePassword({ current: signIn.password, next: 'a much better one' })
    expect(devices.getSnapshot()).toMatchObject({ status: 'ready', items: [{ current: true }] })
    await vi.waitFor(() => expect(there.getSnapshot()).toEqual({ status: 'signed-out', ended: 'session_ended' }), { timeout: 1000, interval: 10 })
    expect(await here.token({ refresh: true })).not.toBeNull()
    await expect(there.logIn(signIn)).rejects.toMatchObject({ code: 'invalid_credentials' })
    expect(await there.logIn({ ...signIn, password: 'a much better one' })).toMatchObject({ status: 'signed-in' })
  }, 60_000)

  test('somebody suspended is told why: with an open socket, after having been away, and at the next sign-in', async () => {
    const [ivan, away] = [await register('ivan'), createSession({ url: server.url, storage: memoryItems() })]
    sessions.push(away)
    const signIn = { email: 'ivan@example.com', password: 'a long enough one' }
    await away.logIn(signIn)
    const i = connect(ivan)
    await synced(i)
    i.on('auth_required', ivan.forget)
    const suspension = (method: string) =>
      fetch(`${server.url}/v1/people/suspension${method === 'DELETE' ? `?userId=${i.userId}` : ''}`, {
        method,
        headers: { authorization: `Bearer ${appKey}`, ...(method === 'PUT' ? { 'content-type': 'application/json' } : {}) },
        ...(method === 'PUT' ? { body: JSON.stringify({ userId: i.userId }) } : {}),
      })
    expect((await suspension('PUT')).status).toBe(200)
    const suspended = { status: 'signed-out', ended: 'account_suspended' }
    await vi.waitFor(() => expect(ivan.getSnapshot()).toEqual(suspended), { timeout: 1000, interval: 10 })
    expect(i.status.getSnapshot().socket).toBe('closed')
    const late = connect(away)
    const reason = await new Promise<string>((resolve) => late.on('auth_required', resolve))
    expect(reason).toBe('account_suspended')
    expect(await away.token({ refresh: true })).toBeNull()
    expect(away.getSnapshot()).toEqual(suspended)
    await expect(ivan.logIn(signIn)).rejects.toMatchObject({ code: 'account_suspended' })
    expect((await suspension('DELETE')).status).toBe(200)
    expect(await ivan.logIn(signIn)).toEqual({ status: 'signed-in', userId: i.userId })
  }, 60_000)

  test('nothing failed beside what the tests asked for', () => {
    expect(faults).toEqual([])
  })
})

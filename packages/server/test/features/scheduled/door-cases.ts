import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { casesOf, type Scene, type ScenePerson, textMaxLength } from '../../doors/door-case.ts'

const inAnHour = () => Date.now() + 3_600_000
const text = (words = 'later') => ({ clientId: randomUUID(), at: inAnHour(), content: { kind: 'text', text: words } })

/** Somebody with a scheduled message. */
const scheduled = async (scene: Scene, state?: string) => {
  const { id, owner } = await scene.group()
  const body = text()
  await scene.server.call('POST', `/v1/conversations/${id}/scheduled-messages`, { token: owner.token, body })
  if (state) await inState(scene, owner, state)
  return { conversationId: id, owner, scheduledId: body.clientId, at: body.at }
}
const inState = (scene: Scene, { userId }: ScenePerson, state: string) =>
  scene.server.palaver.database.query(`UPDATE private_rows SET value = value || jsonb_build_object('state', $2::text) WHERE user_id = $1`, [userId, state])

const ofStranger = async (scene: Scene) => ({ token: (await scene.person()).token, input: { scheduledId: (await scheduled(scene)).scheduledId } })

export const doorCases = [
  ...casesOf('message.schedule', [
    {
      answer: 'ok',
      when: 'the caller may write',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        const input = { conversationId: id, ...text(), replyToId: await scene.message(id, owner), silent: true, custom: { mood: 'good' } }
        const { clientId, ...value } = input
        return { token: owner.token, input, expected: { rows: [{ kind: 'scheduled', key: clientId, value: { ...value, state: 'waiting' } }] } }
      },
    },
    { answer: 'not_found', when: 'the caller is a stranger (refusal 1)', arrange: async (scene) => ({ token: (await scene.person()).token, input: { conversationId: (await scene.group()).id, ...text() } }) },
    {
      answer: 'not_found',
      when: 'the caller was removed (refusals 1 and 8)',
      arrange: async (scene) => {
        const member = await scene.person()
        const group = await scene.group([member])
        await scene.remove(group, member)
        return { token: member.token, input: { conversationId: group.id, ...text() } }
      },
    },
    {
      answer: 'not_found',
      when: 'what it replies to stands in another conversation',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        const replyToId = await scene.message(await scene.direct(owner, await scene.person()), owner)
        return { token: owner.token, input: { conversationId: id, ...text(), replyToId }, expected: { path: '/replyToId' } }
      },
    },
    {
      answer: 'forbidden',
      when: 'the caller may only read (refusal 8)',
      arrange: async (scene) => {
        const reader = await scene.person()
        return { token: reader.token, input: { conversationId: (await scene.group([reader], 'channel')).id, ...text() } }
      },
    },
    {
      answer: 'forbidden',
      when: 'there are 100 already',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        await scene.privateRows(owner, { kind: 'scheduled', value: { conversationId: id, at: 1, state: 'waiting', content: { kind: 'text', text: 'x' } }, count: 100 })
        return { token: owner.token, input: { conversationId: id, ...text() } }
      },
    },
    {
      answer: 'idempotency_conflict',
      when: 'the clientId came before with other input (refusal 36)',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        const first = text()
        await scene.server.call('POST', `/v1/conversations/${id}/scheduled-messages`, { token: owner.token, body: first })
        return { token: owner.token, input: { conversationId: id, ...first, content: { kind: 'text', text: 'second' } }, expected: { path: '/clientId' } }
      },
    },
    {
      answer: 'too_large',
      when: 'the text is longer than this server allows',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: owner.token, input: { conversationId: id, ...text('x'.repeat(textMaxLength + 1)) }, expected: { path: '/content/text' } }
      },
    },
    ...[5000, 400 * 86_400_000].map((ahead) => ({
      answer: 'invalid_input' as const,
      when: `the time is ${ahead} ms ahead`,
      arrange: async (scene: Scene) => {
        const { id, owner } = await scene.group()
        return { token: owner.token, input: { conversationId: id, ...text(), at: Date.now() + ahead }, expected: { path: '/at' } }
      },
    })),
  ]),
  ...casesOf('scheduled.list', [
    {
      answer: 'ok',
      when: 'there is one',
      arrange: async (scene) => {
        const { owner, scheduledId, conversationId } = await scheduled(scene)
        return { token: owner.token, input: { conversationId, limit: 1 }, expected: { rows: [{ key: scheduledId }], hasMore: false } }
      },
    },
    { answer: 'ok', when: "they are somebody else's (refusal 1)", arrange: async (scene) => {
      const { conversationId } = await scheduled(scene)
      return { token: (await scene.person()).token, input: { conversationId }, expected: { rows: [], hasMore: false } }
    } },
  ]),
  ...casesOf('scheduled.update', [
    {
      answer: 'ok',
      when: 'it waits',
      arrange: async (scene) => {
        const { owner, scheduledId, at } = await scheduled(scene)
        return { token: owner.token, input: { scheduledId, content: { kind: 'text', text: 'other words' } }, expected: { rows: [{ value: { at, content: { text: 'other words' } } }] } }
      },
    },
    {
      answer: 'ok',
      when: 'it gets other custom data',
      arrange: async (scene) => {
        const { owner, scheduledId, at } = await scheduled(scene)
        const custom = { order: { number: 17 } }
        return { token: owner.token, input: { scheduledId, custom }, expected: { rows: [{ value: { at, content: { text: 'later' }, custom } }] } }
      },
    },
    { answer: 'not_found', when: "it is somebody else's (refusal 1)", arrange: ofStranger },
    { answer: 'not_found', when: 'there is none', arrange: async (scene) => ({ token: (await scene.person()).token, input: { scheduledId: randomUUID() } }) },
    { answer: 'forbidden', when: 'it is being sent', arrange: async (scene) => {
      const { owner, scheduledId } = await scheduled(scene, 'sending')
      return { token: owner.token, input: { scheduledId, at: inAnHour() } }
    } },
    { answer: 'too_large', when: 'the text is longer than this server allows', arrange: async (scene) => {
      const { owner, scheduledId } = await scheduled(scene)
      return { token: owner.token, input: { scheduledId, content: { kind: 'text', text: 'x'.repeat(textMaxLength + 1) } }, expected: { path: '/content/text' } }
    } },
    { answer: 'invalid_input', when: 'its custom data has nine levels', arrange: async (scene) => {
      const { owner, scheduledId } = await scheduled(scene)
      return { token: owner.token, input: { scheduledId, custom: { a: [[[[[[[[]]]]]]]] } }, expected: { path: '/custom' } }
    } },
    { answer: 'invalid_input', when: 'the time is over', arrange: async (scene) => {
      const { owner, scheduledId } = await scheduled(scene)
      return { token: owner.token, input: { scheduledId, at: Date.now() - 1 }, expected: { path: '/at' } }
    } },
  ]),
  ...casesOf('scheduled.cancel', [
    { answer: 'ok', when: 'there is none', arrange: async (scene) => ({ token: (await scene.person()).token, input: { scheduledId: randomUUID() }, expected: { rows: [] } }) },
    { answer: 'ok', when: 'it failed', arrange: async (scene) => {
      const { owner, scheduledId } = await scheduled(scene, 'failed')
      return { token: owner.token, input: { scheduledId }, expected: { rows: [{ kind: 'scheduled', key: scheduledId, revision: expect.any(Number) }] } }
    } },
    { answer: 'forbidden', when: 'it is being sent', arrange: async (scene) => {
      const { owner, scheduledId } = await scheduled(scene, 'sending')
      return { token: owner.token, input: { scheduledId } }
    } },
    { answer: 'not_found', when: 'it was sent', arrange: async (scene) => {
      const { id, owner } = await scene.group()
      const clientId = randomUUID()
      await scene.server.call('POST', `/v1/conversations/${id}/messages`, { token: owner.token, body: { clientId, content: { kind: 'text', text: 'sent' } } })
      return { token: owner.token, input: { scheduledId: clientId } }
    } },
  ]),
  ...casesOf('scheduled.sendNow', [
    { answer: 'ok', when: 'it waits', arrange: async (scene) => {
      const { owner, scheduledId } = await scheduled(scene)
      return { token: owner.token, input: { scheduledId }, expected: { rows: [{ kind: 'scheduled', key: scheduledId }] } }
    } },
    { answer: 'not_found', when: "it is somebody else's (refusal 1)", arrange: ofStranger },
  ]),
]

import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { casesOf, type Scene } from '../../doors/door-case.ts'

/** A message to somebody, who may flag it. */
const received = async (scene: Scene) => {
  const member = await scene.person()
  const { id, owner } = await scene.group([member])
  const messageId = await scene.message(id, owner)
  return { member, owner, input: { conversationId: id, messageId, reason: 'spam', note: 'Buy, buy, buy' } }
}

const flagged = async (scene: Scene) => {
  const { member, input } = await received(scene)
  const { conversationId, messageId, ...body } = input
  await scene.server.call('PUT', `/v1/conversations/${conversationId}/messages/${messageId}/flag`, { token: member.token, body })
  const [flag] = await scene.server.palaver.database.query<{ id: string }>('SELECT id FROM flags WHERE user_id = $1', [member.userId])
  return { member, messageId, flagId: flag?.id ?? '' }
}

export const doorCases = [
  ...casesOf('message.flag', [
    {
      answer: 'ok',
      when: 'the message is of somebody else',
      arrange: async (scene) => {
        const { member, input } = await received(scene)
        const { messageId, reason, note } = input
        return { token: member.token, input, expected: { flag: { messageId, reason, note, flaggedAt: expect.any(Number) } } }
      },
    },
    {
      answer: 'not_found',
      when: 'the caller is a stranger (refusal 1)',
      arrange: async (scene) => ({ token: (await scene.person()).token, input: (await received(scene)).input }),
    },
    {
      answer: 'forbidden',
      when: 'the message is the caller\'s own',
      arrange: async (scene) => {
        const { owner, input } = await received(scene)
        return { token: owner.token, input }
      },
    },
    {
      answer: 'limit_reached',
      when: 'the caller has flagged 100 messages within a day',
      arrange: async (scene) => {
        const { member, owner, input } = await received(scene)
        await scene.flagMany(member, owner, 100)
        return { token: member.token, input }
      },
    },
  ]),
  ...casesOf('flag.list', [
    {
      answer: 'ok',
      when: 'a host backend asks',
      arrange: async (scene) => {
        await flagged(scene)
        return { token: scene.appKey, input: { limit: 1 }, expected: { flags: [expect.objectContaining({ flaggedAt: expect.any(Number) })] } }
      },
    },
    { answer: 'forbidden', when: 'a user asks', arrange: async (scene) => ({ token: (await scene.person({ role: 'admin' })).token, input: {} }) },
  ]),
  ...casesOf('flag.resolve', [
    {
      answer: 'ok',
      when: 'a host backend closes it',
      arrange: async (scene) => {
        const { member, messageId, flagId } = await flagged(scene)
        const expected = { flag: { id: flagId, userId: member.userId, message: { id: messageId }, resolution: { outcome: 'upheld', note: 'Told them so.', at: expect.any(Number) } } }
        return { token: scene.appKey, input: { flagId, outcome: 'upheld', note: 'Told them so.' }, expected }
      },
    },
    { answer: 'not_found', when: 'there is no such flag', arrange: async (scene) => ({ token: scene.appKey, input: { flagId: randomUUID(), outcome: 'dismissed' } }) },
    {
      answer: 'forbidden',
      when: 'who flagged tries',
      arrange: async (scene) => {
        const { member, flagId } = await flagged(scene)
        return { token: member.token, input: { flagId, outcome: 'dismissed' } }
      },
    },
  ]),
]

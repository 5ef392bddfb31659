import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { casesOf, type Scene, type ScenePerson } from '../../doors/door-case.ts'

const forward = async (scene: Scene, owner: ScenePerson, id: string) => ({ conversationId: id, clientId: randomUUID(), from: { conversationId: id, messageId: await scene.message(id, owner) } })

export const doorCases = casesOf('message.forward', [
  {
    answer: 'ok',
    when: 'the caller reads the one and writes in the other',
    arrange: async (scene) => {
      const member = await scene.person()
      const { id, owner } = await scene.group([member])
      const input = { ...(await forward(scene, owner, id)), conversationId: await scene.direct(member, owner) }
      return { token: member.token, input, expected: { id: expect.any(String), position: 1 } }
    },
  },
  {
    answer: 'not_found',
    when: 'a stranger forwards to oneself what they know the id of (refusal 1)',
    arrange: async (scene) => {
      const stranger = await scene.person()
      const { id, owner } = await scene.group()
      const input = { ...(await forward(scene, owner, id)), conversationId: (await scene.group([stranger])).id }
      return { token: stranger.token, input, expected: { path: '/from/messageId' } }
    },
  },
  {
    answer: 'not_found',
    when: 'the message stands in another conversation of the caller (refusal 11)',
    arrange: async (scene) => {
      const { id, owner } = await scene.group()
      const input = await forward(scene, owner, id)
      const elsewhere = await scene.direct(owner, await scene.person())
      return { token: owner.token, input: { ...input, from: { ...input.from, conversationId: elsewhere } }, expected: { path: '/from/messageId' } }
    },
  },
  {
    answer: 'not_found',
    when: 'the caller is not in the target (refusal 1)',
    arrange: async (scene) => {
      const { id, owner } = await scene.group()
      return { token: owner.token, input: { ...(await forward(scene, owner, id)), conversationId: (await scene.group()).id } }
    },
  },
  {
    answer: 'forbidden',
    when: 'the caller may only read in the target',
    arrange: async (scene) => {
      const reader = await scene.person()
      const { id, owner } = await scene.group([reader], 'channel')
      return { token: reader.token, input: await forward(scene, owner, id) }
    },
  },
  {
    answer: 'idempotency_conflict',
    when: 'the clientId came with another message',
    arrange: async (scene) => {
      const { id, owner } = await scene.group()
      const input = await forward(scene, owner, id)
      await scene.server.call('POST', `/v1/conversations/${id}/messages/forwards`, { token: owner.token, body: { clientId: input.clientId, from: input.from } })
      return { token: owner.token, input: { ...(await forward(scene, owner, id)), clientId: input.clientId }, expected: { path: '/clientId' } }
    },
  },
])

import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { casesOf, type Scene, type ScenePerson } from '../../doors/door-case.ts'

/** A thread with one reply by a member, in a group. */
const thread = async (scene: Scene) => {
  const member = await scene.person()
  const group = await scene.group([member])
  const threadId = await scene.message(group.id, group.owner)
  await reply(scene, member, { conversationId: group.id, threadId })
  return { group, member, input: { conversationId: group.id, threadId } }
}
const reply = async (scene: Scene, { token }: ScenePerson, { conversationId, threadId }: { readonly conversationId: string; readonly threadId: string }) => {
  const body = { clientId: randomUUID(), content: { kind: 'text', text: 'indeed' }, threadId }
  return String((await scene.server.call('POST', `/v1/conversations/${conversationId}/messages`, { token, body })).body['id'])
}
const ofStranger = async (scene: Scene) => ({ token: (await scene.person()).token, input: (await thread(scene)).input })
const ofRemoved = async (scene: Scene) => {
  const { group, member, input } = await thread(scene)
  await scene.remove(group, member)
  return { token: member.token, input }
}

export const doorCases = [
  ...casesOf('message.send', [
    { answer: 'not_found', when: 'the root is in another conversation', arrange: async (scene) => {
      const { input: { threadId } } = await thread(scene)
      const { id, owner } = await scene.group()
      return { token: owner.token, input: { conversationId: id, clientId: randomUUID(), content: { kind: 'text', text: 'hello' }, threadId }, expected: { path: '/threadId' } }
    } },
    { answer: 'not_found', when: 'a stranger knows the root (refusal 1)', arrange: async (scene) => {
      const { token, input } = await ofStranger(scene)
      return { token, input: { ...input, clientId: randomUUID(), content: { kind: 'text', text: 'hello' } } }
    } },
  ]),
  ...casesOf('thread.history', [
    { answer: 'ok', when: 'the caller may read the root', arrange: async (scene) => {
      const { group, input } = await thread(scene)
      return { token: group.owner.token, input, expected: { root: { id: input.threadId, thread: { replyCount: 1 } }, messages: [{ position: 2, threadId: input.threadId }], hasBefore: false } }
    } },
    { answer: 'not_found', when: 'a stranger knows its id (refusal 1)', arrange: ofStranger },
    { answer: 'not_found', when: 'the caller was removed (refusals 1 and 8)', arrange: ofRemoved },
  ]),
  ...casesOf('thread.follow', [
    { answer: 'ok', when: 'the caller may read the root', arrange: async (scene) => {
      const { group, input } = await thread(scene)
      return { token: group.owner.token, input, expected: { rows: [{ kind: 'thread', key: input.threadId, value: { conversationId: input.conversationId, read: expect.any(Number) } }] } }
    } },
    { answer: 'not_found', when: 'a stranger knows its id (refusal 1)', arrange: ofStranger },
    { answer: 'not_found', when: 'the caller was removed (refusals 1 and 8)', arrange: ofRemoved },
    { answer: 'forbidden', when: 'there are 1,000 already', arrange: async (scene) => {
      const member = await scene.person()
      const { id: conversationId, owner } = await scene.group([member])
      await scene.privateRows(member, { kind: 'thread', value: { conversationId, read: 1 }, count: 1000 })
      return { token: member.token, input: { conversationId, threadId: await scene.message(conversationId, owner) } }
    } },
  ]),
  ...casesOf('thread.unfollow', [
    { answer: 'ok', when: 'nothing was followed', arrange: async (scene) => ({ token: (await scene.person()).token, input: { threadId: randomUUID() }, expected: { rows: [] } }) },
  ]),
  ...casesOf('thread.read', [
    { answer: 'ok', when: 'the caller follows it', arrange: async (scene) => {
      const { group, input } = await thread(scene)
      return { token: group.owner.token, input: { ...input, position: 9 }, expected: { rows: [{ key: input.threadId, value: { read: 2 } }] } }
    } },
    { answer: 'not_found', when: 'a stranger knows its id (refusal 1)', arrange: async (scene) => {
      const { token, input } = await ofStranger(scene)
      return { token, input: { ...input, position: 2 } }
    } },
    { answer: 'not_found', when: 'the caller was removed (refusals 1 and 8)', arrange: async (scene) => {
      const { token, input } = await ofRemoved(scene)
      return { token, input: { ...input, position: 2 } }
    } },
  ]),
  ...casesOf('thread.list', [
    { answer: 'ok', when: 'one thread has an unread reply', arrange: async (scene) => {
      const { group, input } = await thread(scene)
      return { token: group.owner.token, input: {}, expected: { threads: [{ conversationId: input.conversationId, root: { id: input.threadId }, read: 1, unread: 1 }] } }
    } },
  ]),
]

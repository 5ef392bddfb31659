import { randomUUID } from 'node:crypto'
import { casesOf, type Scene, type ScenePerson } from '../../doors/door-case.ts'

const content = { kind: 'poll', question: 'Which?', options: [{ id: 'a', text: 'A' }, { id: 'b', text: 'B' }], multiple: false, anonymous: false }

const pollOf = async (scene: Scene, { id, sender, ...more }: { readonly id: string; readonly sender: ScenePerson; readonly anonymous?: boolean; readonly closesAt?: number }) => {
  const body = { clientId: randomUUID(), content: { ...content, ...more } }
  const answer = await scene.server.call('POST', `/v1/conversations/${id}/messages`, { token: sender.token, body })
  return { conversationId: id, messageId: String(answer.body['id']) }
}

const ownPoll = async (scene: Scene, more: { readonly anonymous?: boolean; readonly closesAt?: number } = {}) => {
  const { id, owner } = await scene.group()
  return { owner, named: await pollOf(scene, { id, sender: owner, ...more }) }
}

const vote = async (scene: Scene, { token }: ScenePerson, { conversationId, messageId }: { readonly conversationId: string; readonly messageId: string }) => {
  await scene.server.call('PUT', `/v1/conversations/${conversationId}/messages/${messageId}/poll/vote`, { token, body: { optionIds: ['a'] } })
}

const readOnly = async (scene: Scene) => {
  const viewer = await scene.person()
  const { id, owner } = await scene.group([viewer])
  await scene.setRole(id, viewer, 'viewer')
  return { token: viewer.token, named: await pollOf(scene, { id, sender: owner }) }
}

const removed = async (scene: Scene) => {
  const member = await scene.person()
  const group = await scene.group([member])
  const named = await pollOf(scene, { id: group.id, sender: member })
  await scene.remove(group, member)
  return { token: member.token, named }
}

const stranger = async (scene: Scene) => ({ token: (await scene.person()).token, named: (await ownPoll(scene)).named })

export const doorCases = [
  ...casesOf('poll.vote', [
    {
      answer: 'ok',
      when: 'nobody has voted so far',
      arrange: async (scene) => {
        const { owner, named } = await ownPoll(scene)
        return { token: owner.token, input: { ...named, optionIds: ['b'] }, expected: { message: { id: named.messageId, poll: { counts: [0, 1], voters: 1 } } } }
      },
    },
    {
      answer: 'invalid_input',
      when: 'the poll has no such option',
      arrange: async (scene) => {
        const { owner, named } = await ownPoll(scene)
        return { token: owner.token, input: { ...named, optionIds: ['a', 'c'] }, expected: { path: '/optionIds/1' } }
      },
    },
    {
      answer: 'invalid_input',
      when: 'the poll takes one option',
      arrange: async (scene) => {
        const { owner, named } = await ownPoll(scene)
        return { token: owner.token, input: { ...named, optionIds: ['a', 'b'] }, expected: { path: '/optionIds' } }
      },
    },
    {
      answer: 'not_found',
      when: 'the message is not a poll',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: owner.token, input: { conversationId: id, messageId: await scene.message(id, owner), optionIds: [] } }
      },
    },
    { answer: 'not_found', when: 'a stranger knows its id (refusal 1)', arrange: async (scene) => stranger(scene).then(({ token, named }) => ({ token, input: { ...named, optionIds: ['a'] } })) },
    { answer: 'not_found', when: 'the caller was removed (refusals 1 and 8)', arrange: async (scene) => removed(scene).then(({ token, named }) => ({ token, input: { ...named, optionIds: ['a'] } })) },
    { answer: 'forbidden', when: 'the caller may only read', arrange: async (scene) => readOnly(scene).then(({ token, named }) => ({ token, input: { ...named, optionIds: ['a'] } })) },
    {
      answer: 'forbidden',
      when: 'its time is over',
      arrange: async (scene) => {
        const { owner, named } = await ownPoll(scene, { closesAt: 1_000 })
        return { token: owner.token, input: { ...named, optionIds: ['a'] } }
      },
    },
  ]),
  ...casesOf('poll.close', [
    {
      answer: 'ok',
      when: 'it is open',
      arrange: async (scene) => {
        const { owner, named } = await ownPoll(scene)
        return { token: owner.token, input: named, expected: { message: { id: named.messageId, poll: { counts: [0, 0], voters: 0 } } } }
      },
    },
    { answer: 'not_found', when: 'a stranger knows its id (refusal 1)', arrange: async (scene) => stranger(scene).then(({ token, named }) => ({ token, input: named })) },
    { answer: 'not_found', when: 'the caller was removed (refusals 1 and 8)', arrange: async (scene) => removed(scene).then(({ token, named }) => ({ token, input: named })) },
    {
      answer: 'forbidden',
      when: "it is somebody else's, and the caller is not staff",
      arrange: async (scene) => {
        const member = await scene.person()
        const { id, owner } = await scene.group([member])
        return { token: member.token, input: await pollOf(scene, { id, sender: owner }) }
      },
    },
  ]),
  ...casesOf('poll.voters', [
    {
      answer: 'ok',
      when: 'the caller has voted',
      arrange: async (scene) => {
        const { owner, named } = await ownPoll(scene)
        await vote(scene, owner, named)
        return { token: owner.token, input: { ...named, optionId: 'a' }, expected: { voters: [{ userId: owner.userId }], people: [{ id: owner.userId }], hasMore: false } }
      },
    },
    { answer: 'not_found', when: 'a stranger knows its id (refusal 1)', arrange: async (scene) => stranger(scene).then(({ token, named }) => ({ token, input: { ...named, optionId: 'a' } })) },
    {
      answer: 'forbidden',
      when: 'the poll is anonymous',
      arrange: async (scene) => {
        const { owner, named } = await ownPoll(scene, { anonymous: true })
        await vote(scene, owner, named)
        return { token: owner.token, input: { ...named, optionId: 'a' } }
      },
    },
    {
      answer: 'invalid_input',
      when: 'the poll has no such option',
      arrange: async (scene) => {
        const { owner, named } = await ownPoll(scene)
        return { token: owner.token, input: { ...named, optionId: 'c' }, expected: { path: '/optionId' } }
      },
    },
  ]),
]

import { randomUUID } from 'node:crypto'
import type { ScenePerson } from '../../doors/door-case.ts'
import { casesOf, type Scene, textMaxLength } from '../../doors/door-case.ts'

const start = async (scene: Scene, conversationId: string, { token }: ScenePerson, body: object = {}) =>
  String((await scene.server.call('POST', `/v1/conversations/${conversationId}/streams`, { token, body: { clientId: randomUUID(), ...body } })).body['id'])

/** A group whose owner streams: `said` stands there. */
const streaming = async (scene: Scene, said = 'héllo') => {
  const member = await scene.person()
  const group = await scene.group([member])
  const messageId = await start(scene, group.id, group.owner)
  const named = { conversationId: group.id, messageId }
  const path = `/v1/conversations/${group.id}/messages/${messageId}/stream`
  await scene.server.call('PATCH', path, { token: group.owner.token, body: { offset: 0, text: said } })
  return { group, member, named, token: group.owner.token, cancel: () => scene.server.call('POST', `${path}/cancel`, { token: group.owner.token, body: {} }) }
}

const strangerTo = (more: object) => async (scene: Scene) => ({ token: (await scene.person()).token, input: { ...(await streaming(scene)).named, ...more } })
const removedFrom = (more: object) => async (scene: Scene) => {
  const { group, member, named } = await streaming(scene)
  await scene.remove(group, member)
  return { token: member.token, input: { ...named, ...more } }
}
const memberOf = (more: object) => async (scene: Scene) => {
  const { member, named } = await streaming(scene)
  return { token: member.token, input: { ...named, ...more } }
}

export const doorCases = [
  ...casesOf('stream.start', [
    {
      answer: 'ok',
      when: 'the caller may write',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: owner.token, input: { conversationId: id, clientId: randomUUID() }, expected: { position: 1 } }
      },
    },
    {
      answer: 'ok',
      when: 'it is a reply in a thread',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        return { token: owner.token, input: { conversationId: id, clientId: randomUUID(), threadId: await scene.message(id, owner) }, expected: { position: 2 } }
      },
    },
    {
      answer: 'not_found',
      when: 'the thread is of another conversation',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        const threadId = await scene.message(await scene.direct(owner, await scene.person()), owner)
        return { token: owner.token, input: { conversationId: id, clientId: randomUUID(), threadId }, expected: { path: '/threadId' } }
      },
    },
    {
      answer: 'not_found',
      when: 'the caller is a stranger (refusal 1)',
      arrange: async (scene) => ({ token: (await scene.person()).token, input: { conversationId: (await scene.group()).id, clientId: randomUUID() } }),
    },
    {
      answer: 'forbidden',
      when: 'the caller may only read (refusal 8)',
      arrange: async (scene) => {
        const reader = await scene.person()
        return { token: reader.token, input: { conversationId: (await scene.group([reader], 'channel')).id, clientId: randomUUID() } }
      },
    },
    {
      answer: 'idempotency_conflict',
      when: 'the clientId came with other input',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        const clientId = randomUUID()
        await start(scene, id, owner, { clientId })
        return { token: owner.token, input: { conversationId: id, clientId, custom: { a: 1 } }, expected: { path: '/clientId' } }
      },
    },
    {
      answer: 'limit_reached',
      when: 'the caller has ten open',
      arrange: async (scene) => {
        const { id, owner } = await scene.group()
        for (let n = 0; n < 10; n++) await start(scene, id, owner)
        return { token: owner.token, input: { conversationId: id, clientId: randomUUID() } }
      },
    },
  ]),
  ...casesOf('stream.append', [
    {
      answer: 'ok',
      when: 'the offset is where the text ends, in code points',
      arrange: async (scene) => {
        const { token, named } = await streaming(scene, '👋🏽 hé')
        return { token, input: { ...named, offset: 5, text: 'llo' }, expected: { length: 8 } }
      },
    },
    {
      answer: 'ok',
      when: 'it is written already, and goes beyond it',
      arrange: async (scene) => {
        const { token, named } = await streaming(scene)
        return { token, input: { ...named, offset: 1, text: 'éllo you' }, expected: { length: 9 } }
      },
    },
    { answer: 'not_found', when: 'a stranger knows its id (refusal 1)', arrange: strangerTo({ offset: 5, text: 'x' }) },
    { answer: 'not_found', when: 'the caller was removed (refusal 2)', arrange: removedFrom({ offset: 5, text: 'x' }) },
    { answer: 'forbidden', when: "it is somebody else's (refusal 8)", arrange: memberOf({ offset: 5, text: 'x' }) },
    {
      answer: 'forbidden',
      when: 'it was cancelled',
      arrange: async (scene) => {
        const { token, named, cancel } = await streaming(scene)
        await cancel()
        return { token, input: { ...named, offset: 5, text: 'x' } }
      },
    },
    {
      answer: 'offset_conflict',
      when: 'there is a gap',
      arrange: async (scene) => {
        const { token, named } = await streaming(scene)
        return { token, input: { ...named, offset: 6, text: 'x' }, expected: { path: '/offset', expected: 5 } }
      },
    },
    {
      answer: 'offset_conflict',
      when: 'other text stands there',
      arrange: async (scene) => {
        const { token, named } = await streaming(scene)
        return { token, input: { ...named, offset: 1, text: 'ello' }, expected: { path: '/offset', expected: 5 } }
      },
    },
    {
      answer: 'too_large',
      when: 'the whole would be longer than the deployment allows',
      arrange: async (scene) => {
        const { token, named } = await streaming(scene)
        return { token, input: { ...named, offset: 5, text: 'x'.repeat(textMaxLength - 4) }, expected: { path: '/text' } }
      },
    },
  ]),
  ...casesOf('stream.read', [
    {
      answer: 'ok',
      when: 'a member missed pieces',
      arrange: async (scene) => {
        const { member, named } = await streaming(scene)
        return { token: member.token, input: { ...named, offset: 2 }, expected: { offset: 2, text: 'llo', state: 'open' } }
      },
    },
    { answer: 'not_found', when: 'a stranger knows its id (refusal 1)', arrange: strangerTo({}) },
    { answer: 'not_found', when: 'the caller was removed (refusal 2)', arrange: removedFrom({}) },
  ]),
  ...casesOf('stream.finish', [
    {
      answer: 'ok',
      when: 'all is there',
      arrange: async (scene) => {
        const { token, named } = await streaming(scene)
        return { token, input: { ...named, length: 5 }, expected: { message: { content: { kind: 'text', text: 'héllo' }, stream: { state: 'finished' } } } }
      },
    },
    { answer: 'not_found', when: 'a stranger knows its id (refusal 1)', arrange: strangerTo({ length: 5 }) },
    { answer: 'forbidden', when: "it is somebody else's (refusal 8)", arrange: memberOf({ length: 5 }) },
    {
      answer: 'offset_conflict',
      when: 'a piece is missing',
      arrange: async (scene) => {
        const { token, named } = await streaming(scene)
        return { token, input: { ...named, length: 6 }, expected: { path: '/length', expected: 5 } }
      },
    },
  ]),
  ...casesOf('stream.cancel', [
    {
      answer: 'ok',
      when: 'it is open',
      arrange: async (scene) => {
        const { token, named } = await streaming(scene)
        return { token, input: named, expected: { message: { content: { kind: 'text', text: 'héllo' }, stream: { state: 'cancelled' } } } }
      },
    },
    { answer: 'not_found', when: 'a stranger knows its id (refusal 1)', arrange: strangerTo({}) },
    { answer: 'forbidden', when: "it is somebody else's (refusal 8)", arrange: memberOf({}) },
  ]),
]

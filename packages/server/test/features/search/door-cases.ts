import { expect } from 'vitest'
import { untilIndexed } from '../../support/indexed.ts'
import { casesOf, type Scene, type SceneGroup, type ScenePerson } from '../../doors/door-case.ts'

/** A group in which the owner said something, and the index knows it. */
async function said(scene: Scene, text: string, members: readonly ScenePerson[] = []): Promise<SceneGroup> {
  const group = await scene.group(members)
  await scene.message(group.id, group.owner, text)
  await untilIndexed(scene.server.palaver.database, group.id)
  return group
}

const nothing = { results: [], similar: false }

export const doorCases = casesOf('message.search', [
  {
    answer: 'ok',
    when: 'the words stand in the caller\'s conversations',
    arrange: async (scene) => {
      const { id, owner } = await said(scene, 'The quick brown fox')
      const expected = { results: [{ conversationId: id, message: { content: { kind: 'text', text: 'The quick brown fox' } }, highlights: [{ offset: 4, length: 5 }, { offset: 16, length: 3 }] }], similar: expect.any(Boolean) }
      return { token: owner.token, input: { query: 'FOX qui' }, expected }
    },
  },
  {
    answer: 'ok',
    when: 'a stranger asks for what stands in conversations of others (refusals 1 and 13)',
    arrange: async (scene) => {
      await said(scene, 'zyzzyva in the garden')
      return { token: (await scene.person()).token, input: { query: 'zyzzyva' }, expected: nothing }
    },
  },
  {
    answer: 'ok',
    when: 'only others said a word that is spelled alike (refusal 1)',
    arrange: async (scene) => {
      await said(scene, 'the xylographer came')
      return { token: (await scene.person()).token, input: { query: 'xylographor' }, expected: nothing }
    },
  },
  {
    answer: 'ok',
    when: 'the caller was removed a moment ago (refusal 2)',
    arrange: async (scene) => {
      const member = await scene.person()
      const group = await said(scene, 'yggdrasil is an ash', [member])
      await scene.remove(group, member)
      return { token: member.token, input: { query: 'yggdrasil' }, expected: nothing }
    },
  },
  {
    answer: 'ok',
    when: 'the query is full of operators (refusal 35)',
    arrange: async (scene) => {
      const { owner } = await said(scene, 'plain words')
      return { token: owner.token, input: { query: `% _ \\ ' " & | ! <-> :* ( ) ~ #link @` }, expected: { results: [] } }
    },
  },
  {
    answer: 'not_found',
    when: 'a stranger names a conversation (refusals 1 and 13)',
    arrange: async (scene) => ({ token: (await scene.person()).token, input: { query: 'hello', conversationId: (await said(scene, 'hello')).id } }),
  },
  {
    answer: 'not_found',
    when: 'the caller was removed from it (refusal 2)',
    arrange: async (scene) => {
      const member = await scene.person()
      const group = await said(scene, 'hello', [member])
      await scene.remove(group, member)
      return { token: member.token, input: { query: 'hello', conversationId: group.id } }
    },
  },
  {
    answer: 'invalid_input',
    when: 'the cursor is not one of a search',
    arrange: async (scene) => ({ token: (await scene.person()).token, input: { query: 'hello', cursor: 'AAAA' }, expected: { path: '/cursor' } }),
  },
])

import { randomUUID } from 'node:crypto'
import { casesOf } from '../../doors/door-case.ts'

export const doorCases = [
  ...casesOf('person.me', [
    {
      answer: 'ok',
      when: 'the caller exists',
      arrange: async (scene) => {
        const { token, userId, handle } = await scene.person()
        return { token, input: {}, expected: { person: { id: userId, handle } } }
      },
    },
  ]),
  ...casesOf('person.update', [
    {
      answer: 'ok',
      when: 'the handle is free',
      arrange: async (scene) => {
        const { token, userId } = await scene.person()
        const input = { name: 'Renamed', handle: scene.newName(), bio: 'new here', avatarHue: 7, custom: { team: { colour: 'blue' } } }
        return { token, input, expected: { person: { id: userId, ...input } } }
      },
    },
    {
      answer: 'handle_taken',
      when: 'another person has the handle',
      arrange: async (scene) => ({ token: (await scene.person()).token, input: { handle: (await scene.person()).handle }, expected: { path: '/handle' } }),
    },
  ]),
  ...casesOf('person.upsert', [
    {
      answer: 'ok',
      when: 'the host knows its user by another name now',
      arrange: async (scene) => {
        const { userId, handle } = await scene.person()
        return { token: scene.appKey, input: { externalId: handle, name: 'Renamed' }, expected: { person: { id: userId, handle, name: 'Renamed' } } }
      },
    },
    {
      answer: 'handle_taken',
      when: 'another person has the handle',
      arrange: async (scene) => ({ token: scene.appKey, input: { externalId: scene.newName(), handle: (await scene.person()).handle }, expected: { path: '/handle' } }),
    },
    {
      answer: 'forbidden',
      when: 'the caller is a user',
      arrange: async (scene) => ({ token: (await scene.person()).token, input: { externalId: scene.newName() } }),
    },
  ]),
  ...(['person.suspend', 'person.reinstate'] as const).flatMap((command) =>
    casesOf(command, [
      {
        answer: 'ok',
        when: 'the host names its user',
        arrange: async (scene) => {
          const { userId, handle } = await scene.person()
          return { token: scene.appKey, input: { externalId: handle }, expected: { userId } }
        },
      },
      {
        answer: 'ok',
        when: 'it is so already',
        arrange: async (scene) => {
          const { userId } = await scene.person()
          if (command === 'person.suspend') await scene.server.palaver.admin.suspendUser({ userId })
          return { token: scene.appKey, input: { userId }, expected: { userId } }
        },
      },
      {
        answer: 'not_found',
        when: 'nobody has the id',
        arrange: async (scene) => ({ token: scene.appKey, input: { userId: randomUUID() } }),
      },
      {
        answer: 'not_found',
        when: 'the host has no such user here, and none is made',
        arrange: async (scene) => ({ token: scene.appKey, input: { externalId: scene.newName() } }),
      },
      {
        answer: 'invalid_input',
        when: 'both ids are given',
        arrange: async (scene) => {
          const { userId, handle } = await scene.person()
          return { token: scene.appKey, input: { userId, externalId: handle }, expected: { path: '' } }
        },
      },
      {
        answer: 'invalid_input',
        when: 'nobody is named',
        arrange: async (scene) => ({ token: scene.appKey, input: {}, expected: { path: '' } }),
      },
      {
        answer: 'forbidden',
        when: 'the caller is a user, be it an admin (refusal 7)',
        arrange: async (scene) => ({ token: (await scene.person({ role: 'admin' })).token, input: { userId: (await scene.person()).userId } }),
      },
    ]),
  ),
  ...casesOf('person.lookup', [
    {
      answer: 'ok',
      when: 'some of the ids are known',
      arrange: async (scene) => {
        const { token, userId } = await scene.person()
        return { token, input: { ids: [userId, randomUUID()] }, expected: { people: [{ id: userId }] } }
      },
    },
  ]),
  ...casesOf('person.search', [
    {
      answer: 'ok',
      when: 'a handle is looked for',
      arrange: async (scene) => {
        const { token, userId, handle } = await scene.person()
        return { token, input: { query: handle, limit: 1 }, expected: { people: [{ id: userId }] } }
      },
    },
  ]),
]

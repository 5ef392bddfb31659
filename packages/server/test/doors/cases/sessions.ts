import { expect } from 'vitest'
import { password } from '../../support/test-server.ts'
import { casesOf } from './door-case.ts'

const tokens = { userId: expect.any(String), sessionId: expect.any(String), accessToken: expect.any(String), refreshToken: expect.any(String) }

export const sessionCases = [
  ...casesOf('session.create', [
    {
      answer: 'ok',
      when: 'account and password belong together',
      arrange: async (scene) => {
        const handle = scene.newName()
        await scene.server.register(handle)
        return { input: { email: `${handle}@example.com`, password, device: 'a telephone' }, expected: tokens }
      },
    },
    {
      answer: 'invalid_credentials',
      when: 'there is no such account',
      arrange: async (scene) => ({ input: { email: `${scene.newName()}@example.com`, password } }),
    },
  ]),
  ...casesOf('session.refresh', [
    {
      answer: 'ok',
      when: 'the token is the last one',
      arrange: async (scene) => {
        const { refreshToken, userId, sessionId } = await scene.server.register(scene.newName())
        return { input: { refreshToken }, expected: { ...tokens, userId, sessionId } }
      },
    },
    {
      answer: 'refresh_token_invalid',
      when: 'nobody was given the token',
      arrange: async () => ({ input: { refreshToken: 'forged' } }),
    },
  ]),
  ...casesOf('session.end', [
    {
      answer: 'ok',
      when: 'a session is there to end',
      arrange: async (scene) => ({ token: (await scene.server.register(scene.newName())).accessToken, input: {}, expected: {} }),
    },
  ]),
  ...casesOf('token.mint', [
    {
      answer: 'ok',
      when: 'the caller has an app key',
      arrange: async (scene) => ({
        token: scene.appKey,
        input: { externalId: scene.newName(), name: 'Hosted', expiresInSeconds: 60 },
        expected: { userId: expect.any(String), accessToken: expect.any(String) },
      }),
    },
    {
      answer: 'handle_taken',
      when: 'another person has the handle',
      arrange: async (scene) => {
        const { handle } = await scene.person()
        return { token: scene.appKey, input: { externalId: scene.newName(), handle }, expected: { path: '/handle' } }
      },
    },
    {
      answer: 'forbidden',
      when: 'the caller is a user',
      arrange: async (scene) => ({ token: (await scene.person()).token, input: { externalId: scene.newName() } }),
    },
  ]),
]

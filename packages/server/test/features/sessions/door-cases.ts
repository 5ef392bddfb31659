import { randomUUID } from 'node:crypto'
import type { SessionTokens } from '@palaver/protocol'
import { expect } from 'vitest'
import { password } from '../../support/test-server.ts'
import { casesOf, type Scene } from '../../doors/door-case.ts'

const tokens = { userId: expect.any(String), sessionId: expect.any(String), accessToken: expect.any(String), refreshToken: expect.any(String) }

/** Somebody new on two devices. */
const signedInTwice = async (scene: Scene): Promise<{ first: SessionTokens; second: SessionTokens }> => {
  const handle = scene.newName()
  const first = await scene.server.register(handle)
  const { body } = await scene.server.call('POST', '/v1/sessions', { body: { email: `${handle}@example.com`, password, device: 'a telephone' } })
  return { first, second: body as unknown as SessionTokens }
}

/** Somebody with a password who is suspended. */
const suspended = async (scene: Scene): Promise<{ email: string; refreshToken: string }> => {
  const handle = scene.newName()
  const { userId, refreshToken } = await scene.server.register(handle)
  await scene.server.palaver.admin.suspendUser({ userId })
  return { email: `${handle}@example.com`, refreshToken }
}

export const doorCases = [
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
    {
      answer: 'invalid_credentials',
      when: 'the account is suspended and the password wrong (refusal 18)',
      arrange: async (scene) => ({ input: { email: (await suspended(scene)).email, password: `${password}!` } }),
    },
    {
      answer: 'account_suspended',
      when: 'the account is suspended and the password right (refusal 17)',
      arrange: async (scene) => ({ input: { email: (await suspended(scene)).email, password } }),
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
    {
      answer: 'account_suspended',
      when: 'the token is the last one of somebody suspended (refusal 17)',
      arrange: async (scene) => ({ input: { refreshToken: (await suspended(scene)).refreshToken } }),
    },
  ]),
  ...casesOf('session.end', [
    {
      answer: 'ok',
      when: 'a session is there to end',
      arrange: async (scene) => ({ token: (await scene.server.register(scene.newName())).accessToken, input: {}, expected: {} }),
    },
  ]),
  ...casesOf('session.list', [
    {
      answer: 'ok',
      when: 'the caller signed in twice',
      arrange: async (scene) => {
        const { first, second } = await signedInTwice(scene)
        const sessions = [
          { id: second.sessionId, device: 'a telephone', current: true },
          { id: first.sessionId, current: false },
        ]
        return { token: second.accessToken, input: {}, expected: { sessions } }
      },
    },
    {
      answer: 'ok',
      when: 'a host minted the token, which belongs to no session',
      arrange: async (scene) => ({ token: (await scene.person()).token, input: {}, expected: { sessions: [] } }),
    },
  ]),
  ...casesOf('session.revoke', [
    {
      answer: 'ok',
      when: 'it is one of the caller',
      arrange: async (scene) => {
        const { first, second } = await signedInTwice(scene)
        return { token: second.accessToken, input: { sessionId: first.sessionId }, expected: {} }
      },
    },
    {
      answer: 'ok',
      when: 'it is the one that asks',
      arrange: async (scene) => {
        const { accessToken, sessionId } = await scene.server.register(scene.newName())
        return { token: accessToken, input: { sessionId }, expected: {} }
      },
    },
    {
      answer: 'not_found',
      when: 'it belongs to somebody else',
      arrange: async (scene) => {
        const { sessionId } = await scene.server.register(scene.newName())
        return { token: (await scene.person()).token, input: { sessionId } }
      },
    },
    {
      answer: 'not_found',
      when: 'there is none of this id',
      arrange: async (scene) => ({ token: (await scene.person()).token, input: { sessionId: randomUUID() } }),
    },
  ]),
  ...casesOf('session.revokeOthers', [
    {
      answer: 'ok',
      when: 'there are others',
      arrange: async (scene) => ({ token: (await signedInTwice(scene)).second.accessToken, input: {}, expected: {} }),
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
    {
      answer: 'account_suspended',
      when: 'the user is suspended (refusal 17)',
      arrange: async (scene) => {
        const { userId, handle } = await scene.person()
        await scene.server.palaver.admin.suspendUser({ userId })
        return { token: scene.appKey, input: { externalId: handle } }
      },
    },
  ]),
]

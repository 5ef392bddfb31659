import { expect } from 'vitest'
import { codeIn, password } from '../../support/test-server.ts'
import { casesOf, type Scene } from '../../doors/door-case.ts'

/** Somebody who has asked for an account, and the code from the mail. */
const registration = async (scene: Scene) => {
  const handle = scene.newName()
  const email = `${handle}@example.com`
  await scene.server.call('POST', '/v1/accounts', { body: { email, password, name: handle, handle } })
  return { handle, email, code: await codeIn(scene.server.mails, email) }
}

export const doorCases = [
  ...casesOf('account.register', [
    {
      answer: 'ok',
      when: 'the handle is free',
      arrange: async (scene) => {
        const handle = scene.newName()
        return { input: { email: `${handle}@example.com`, password, name: 'Somebody', handle }, expected: { codeExpiresAt: expect.any(Number) } }
      },
    },
    {
      answer: 'handle_taken',
      when: 'another person has the handle',
      arrange: async (scene) => {
        const { handle } = await scene.person()
        return { input: { email: `${scene.newName()}@example.com`, password, name: 'Somebody', handle }, expected: { path: '/handle' } }
      },
    },
  ]),
  ...casesOf('account.verify', [
    {
      answer: 'ok',
      when: 'the code is that of the mail',
      arrange: async (scene) => {
        const { email, code } = await registration(scene)
        return { input: { email, code }, expected: { userId: expect.any(String), accessToken: expect.any(String), refreshToken: expect.any(String) } }
      },
    },
    {
      answer: 'code_invalid',
      when: 'the code is another one',
      arrange: async (scene) => {
        const { email, code } = await registration(scene)
        return { input: { email, code: code === '000000' ? '111111' : '000000' }, expected: { path: '/code' } }
      },
    },
    {
      answer: 'handle_taken',
      when: 'somebody else took the handle meanwhile',
      arrange: async (scene) => {
        const { email, code, handle } = await registration(scene)
        await scene.server.palaver.admin.createUser({ name: 'Faster', handle })
        return { input: { email, code }, expected: { path: '/handle' } }
      },
    },
  ]),
  ...casesOf('account.changePassword', [
    {
      answer: 'ok',
      when: 'the caller knows the one of now',
      arrange: async (scene) => {
        const { accessToken } = await scene.server.register(scene.newName())
        return { token: accessToken, input: { current: password, next: 'another long one' }, expected: {} }
      },
    },
    {
      answer: 'invalid_credentials',
      when: 'the caller does not',
      arrange: async (scene) => {
        const { accessToken } = await scene.server.register(scene.newName())
        return { token: accessToken, input: { current: `${password}!`, next: 'another long one' }, expected: { path: '/current' } }
      },
    },
    {
      answer: 'forbidden',
      when: 'the account has none, for its owner signs in at a host',
      arrange: async (scene) => ({ token: (await scene.person()).token, input: { current: password, next: 'another long one' } }),
    },
  ]),
]

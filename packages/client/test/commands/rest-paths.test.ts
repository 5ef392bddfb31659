import { commands } from '@palaver/protocol/definitions'
import { expect, test } from 'vitest'
import { restPaths } from '../../src/commands/rest-paths.ts'

test('the paths of the client are those of the contract', () => {
  const contract = commands.flatMap(({ name, rest }) => (rest ? [[name, `${rest.method} ${rest.path.replace('/v1/', '')}`]] : []))
  expect(restPaths).toEqual(Object.fromEntries(contract))
})

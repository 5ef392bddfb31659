import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { restPaths } from '../../src/commands/rest-paths.ts'

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly operationId?: string }>>>>
}

test('the paths of the client are those of the contract', async () => {
  const file = new URL('../../../protocol/generated/openapi.json', import.meta.url)
  const { paths } = JSON.parse(await readFile(file, 'utf8')) as Document
  const contract = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([method, { operationId }]) =>
      operationId?.includes('.') ? [[operationId, `${method.toUpperCase()} ${path.replace('/v1/', '').replace(/\{(\w+)\}/g, ':$1')}`]] : []))
  expect(restPaths).toEqual(Object.fromEntries(contract))
})

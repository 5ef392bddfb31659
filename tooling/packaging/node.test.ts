import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, inject, test } from 'vitest'
import { oldestNodeIn, runIn } from './consumer.ts'
import { packageNames, root } from './packages.ts'

const folder = inject('consumer')

test('the project holds our packages, each once, none linked to the workspace', async () => {
  const lock = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8')) as { packages: Record<string, { resolved?: string; link?: boolean }> }
  const ours = Object.entries(lock.packages).filter(([path]) => /(?:^|\/)node_modules\/@palaver\//.test(path))
  expect(ours.map(([path]) => path).sort()).toEqual(packageNames.map((name) => `node_modules/@palaver/${name}`).sort())
  expect(ours.filter(([, { resolved, link }]) => link === true || !/^file:tarballs\/.*\.tgz$/.test(resolved ?? ''))).toEqual([])
  expect(folder.startsWith(root)).toBe(false)
})

test('two clients chat over a server of the packages, and its bundled migrations leave nothing to apply', async () => {
  const said = ['Hello Ben', 'Hello Ada']
  expect(JSON.parse(await runIn(folder, process.execPath, 'chat.mjs'))).toEqual({ read: { ada: said, ben: said }, pending: [], kept: 'Ada Lovelace' })
})

test('the server brings the thread of its database', async () => {
  expect(await readdir(join(folder, 'node_modules/@palaver/server/dist'))).toContain('pglite-thread.js')
})

test.each([
  ['this Node', process.execPath],
  ['the oldest Node that is promised', oldestNodeIn(folder)],
])('CommonJS requires the packages on %s', async (_title, node) => {
  expect(JSON.parse(await runIn(folder, node, 'require.cjs'))).toMatchObject({ kinds: ['function', 'function', 'function', 'function'], status: 'idle', codes: true, commands: true })
})

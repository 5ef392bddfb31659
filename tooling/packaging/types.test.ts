import { expect, inject, test } from 'vitest'
import { runIn } from './consumer.ts'
import { packageNames } from './packages.ts'

const folder = inject('consumer')
const strict = ['--noEmit', '--strict', '--exactOptionalPropertyTypes', '--noUncheckedIndexedAccess', '--target', 'es2024', '--jsx', 'react-jsx', '--types', 'node', '--lib', 'es2024,dom,dom.iterable']
const tsc = (...args: readonly string[]): Promise<string> => runIn(folder, process.execPath, 'node_modules/typescript/bin/tsc', ...strict, ...args)

// Declarations of other people's packages are not ours to mend.
test.each([
  ['bundler', ['--module', 'esnext', '--moduleResolution', 'bundler']],
  ['node16', ['--module', 'node16', '--moduleResolution', 'node16']],
])('a client, a page and a host of the server have right types under %s', async (_name, options) => {
  await expect(tsc(...options, '--skipLibCheck', 'consumer.ts', 'page.tsx', 'host.ts')).resolves.toBe('')
})

test('declarations of the packages for clients are right in themselves, and CommonJS may require them', async () => {
  await expect(tsc('--module', 'nodenext', '--moduleResolution', 'nodenext', 'consumer.ts', 'page.tsx', 'required.cts')).resolves.toBe('')
})

// 44 thousand; 1.4 million, which is seconds at each key stroke in an editor, when a command's types are told by what the whole contract says of an open name.
test('whoever wraps a command of any name does not wait for the compiler', async () => {
  const said = await tsc('--module', 'esnext', '--moduleResolution', 'bundler', '--skipLibCheck', '--extendedDiagnostics', 'wrapper.ts')
  expect(Number(/^Instantiations: +(\d+)$/m.exec(said)?.[1])).toBeLessThan(150_000)
})

test('declarations promise the values that are there at run time, no more and no fewer', async () => {
  const entries = JSON.parse(await runIn(folder, process.execPath, 'values.mjs')) as readonly { entry: string; declared: readonly string[]; actual: readonly string[] }[]
  expect(entries.length).toBeGreaterThan(packageNames.length)
  const listed = (pick: 'declared' | 'actual'): object => Object.fromEntries(entries.map((each) => [each.entry, each[pick]]))
  expect(listed('declared')).toEqual(listed('actual'))
})

import { expect, test } from 'vitest'
import { brokenContentRules, contentRules } from '../packaging/content-rules.ts'

const manifest = {
  name: '@palaver/example',
  version: '1.0.0',
  description: 'An example.',
  license: 'Apache-2.0',
  type: 'module',
  sideEffects: false,
  engines: { node: '>=22.12' },
  exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' }, './package.json': './package.json' },
  dependencies: { '@palaver/core': '1.0.0' },
}
const files = {
  LICENSE: 'Apache License',
  'README.md': '# Example',
  'dist/index.js': "import { Worker } from 'node:worker_threads'\nimport { can } from '@palaver/core'\nexport { can, Worker }\n",
  'dist/index.d.ts': "export { can } from '@palaver/core';\n",
}

/** Names of the rules that a tarball breaks. */
const broken = (changes: { readonly manifest?: object; readonly files?: Readonly<Record<string, string>> }): readonly string[] => {
  const all = { 'package.json': JSON.stringify({ ...manifest, ...changes.manifest }), ...files, ...changes.files }
  return [...new Set(brokenContentRules(new Map(Object.entries(all))).map((fault) => fault.split(':')[0] ?? ''))]
}

test('a whole package breaks no rule', () => expect(broken({})).toEqual([]))

const violations: readonly (readonly [rule: string, what: string, changes: Parameters<typeof broken>[0]])[] = [
  ['complete', 'an empty README', { files: { 'README.md': ' ' } }],
  ['no-stray-file', 'a source', { files: { 'src/index.ts': '' } }],
  ['no-stray-file', 'a map', { files: { 'dist/index.js.map': '{}' } }],
  ['manifest', 'no word on side effects', { manifest: { sideEffects: undefined } }],
  ['manifest', 'a Node that cannot require it', { manifest: { engines: { node: '>=20' } } }],
  ['manifest', 'a script that runs when it is installed', { manifest: { scripts: { postinstall: 'node setup.js' } } }],
  ['versions', 'a version of the workspace', { manifest: { dependencies: { '@palaver/core': 'workspace:*' } } }],
  ['versions', 'a version of the catalog', { manifest: { dependencies: { '@palaver/core': '1.0.0', typebox: 'catalog:' } } }],
  ['exports', 'an entry without its file', { manifest: { exports: { '.': './dist/absent.js' } } }],
  ['exports', 'an entry to sources', { manifest: { exports: { '.': { source: './dist/index.js', default: './dist/index.js' } } } }],
  ['own-files', 'a worker that is not there', { files: { 'dist/index.js': 'new Worker(new URL("./pglite-thread.js", import.meta.url))' } }],
  ['declared-dependencies', 'an import that nobody installs', { files: { 'dist/index.js': "import { x } from 'absent/deep'" } }],
  ['declared-dependencies', 'types that nobody installs', { files: { 'dist/index.d.ts': "import { Pool } from 'pg';" } }],
  ['no-source-map', 'a link to a map', { files: { 'dist/index.js': 'export {}\n//# sourceMappingURL=index.js.map' } }],
  ['no-machine', 'a folder of a machine', { files: { 'dist/index.js': "const path = '/home/somebody/project'" } }],
]

test.each(violations)('%s refuses %s', (rule, _what, changes) => expect(broken(changes)).toEqual([rule]))

test('every rule has a violation', () => expect([...new Set(violations.map(([rule]) => rule))].sort()).toEqual(contentRules.map(({ name }) => name).sort()))

import { expect, test } from 'vitest'
import { findCycle } from '../dependencies/cycles.ts'
import { brokenFileRules } from '../dependencies/file-rules.ts'
import { importsOf } from '../dependencies/imports.ts'
import { rules } from '../dependencies/rules.ts'

/** Names of the rules that a source text breaks when it stands at `file`. */
const broken = (file: string, source: string): readonly string[] =>
  importsOf(file, source).flatMap((each) => rules.filter((rule) => rule.breaks(each)).map(({ name }) => name))

const server = 'packages/server/src'
const violations: readonly (readonly [rule: string, file: string, source: string])[] = [
  ['packages', 'packages/protocol/src/a.ts', "import { x } from '@palaver/core'"],
  ['packages', 'packages/core/src/a.ts', "import { x } from '@palaver/client'"],
  ['packages', 'packages/client/src/a.ts', "import { x } from '@palaver/server'"],
  ['packages', 'packages/react/src/a.ts', "import { x } from '@palaver/core'"],
  ['packages', 'packages/react/src/a.ts', "import { PalaverError } from '@palaver/protocol'"],
  ['packages', `${server}/a.ts`, "export * from '@palaver/client'"],
  ['packages', 'apps/demo/src/a.tsx', "const x = await import('@palaver/core')"],
  ['no-deep-import', 'packages/client/src/a.ts', "import { x } from '@palaver/core/src/index.ts'"],
  ['no-deep-import', 'packages/client/src/a.ts', "import { x } from '../../core/src/index.ts'"],
  ['admin-client-alone', `${server}/host/admin-client.ts`, "import { x } from './in-process.ts'"],
  ['admin-client-alone', `${server}/host/host-api.ts`, "import fastify from 'fastify'"],
  ['schema-free-client', 'packages/core/src/a.ts', "import * as Type from 'typebox'"],
  ['schema-free-client', 'packages/client/src/a.ts', "import { Check } from 'typebox/value'"],
  ['schema-free-client', 'packages/client/src/a.ts', "import type { Message } from '@palaver/protocol/definitions'"],
  ['schema-free-entry', 'packages/protocol/src/index.ts', "export * from './definitions.ts'"],
  ['platform-knows-nothing-above', `${server}/platform/a.ts`, "import { x } from '../features/messages/service.ts'"],
  ['platform-knows-nothing-above', `${server}/platform/a.ts`, "import type { App } from '../app.ts'"],
  ['platform-knows-nothing-above', `${server}/platform/writer/a.ts`, "import { x } from '../../adapters/pglite/pglite.ts'"],
  ['doors-know-platform', `${server}/doors/rest/a.ts`, "import { x } from '../../features/messages/service.ts'"],
  ['adapters-know-interfaces', `${server}/adapters/pglite/a.ts`, "import { x } from '../../doors/rest/rest.ts'"],
  ['features-know-platform', `${server}/features/messages/a.ts`, "import { x } from '../../doors/rest/rest.ts'"],
  ['features-know-platform', `${server}/features/messages/a.ts`, "import { x } from '../index.ts'"],
  ['features-meet-by-port', `${server}/features/messages/a.ts`, "import { x } from '../members/repository.ts'"],
  ['no-test-in-source', `${server}/platform/a.ts`, "import { x } from '../../test/support/postgres.ts'"],
  ['processes-for-all', 'packages/server/test/a.ts', "import { x } from '../../../tooling/run/node.mjs'"],
  ['processes-for-all', 'bench/src/a.ts', "import { x } from '../../tooling/scaffold/names.ts'"],
  ['processes-for-all', 'tooling/processes/a.ts', "import { x } from '../run/node.mjs'"],
  ['processes-for-all', 'tooling/processes/a.ts', "import type { Message } from '@palaver/protocol'"],
  ['typescript-endings', `${server}/platform/a.ts`, "import { x } from './caller'"],
]

test.each(violations)('%s refuses an import in %s: %s', (rule, file, source) => {
  expect(broken(file, source)).toContain(rule)
})

test('every rule has a violation here', () => {
  expect(new Set(violations.map(([rule]) => rule))).toEqual(new Set(rules.map(({ name }) => name)))
})

test.each([
  ['packages/core/src/a.ts', "import { PalaverError } from '@palaver/protocol'"],
  ['packages/react/src/a.ts', "import type { Message } from '@palaver/protocol'"],
  ['packages/react/src/a.ts', "import { type Message, type Person } from '@palaver/protocol'"],
  [`${server}/doors/rest/a.ts`, "import { commands } from '@palaver/protocol/definitions'"],
  [`${server}/features/messages/a.ts`, "import type { Members } from '../members/port.ts'"],
  [`${server}/features/messages/a.ts`, "import { x } from '../../platform/caller.ts'"],
  [`${server}/features/index.ts`, "import { x } from './messages/index.ts'"],
  [`${server}/app.ts`, "import { x } from './adapters/pglite/pglite.ts'"],
  ['packages/client/test/a.ts', "import { freePort } from '../../../tooling/processes/free-port.ts'"],
])('what the rule allows passes: %s: %s', (file, source) => {
  expect(broken(file, source)).toEqual([])
})

test('a cycle is found, however long', () => {
  const edge = (from: string, to: string) => ({ from, to, line: 1, typeOnly: false })
  expect(findCycle([edge('a', 'b'), edge('b', 'c'), edge('c', 'd')])).toBeUndefined()
  expect(findCycle([edge('x', 'a'), edge('a', 'b'), edge('b', 'c'), edge('c', 'a')])).toEqual(['a', 'b', 'c', 'a'])
})

test('file rules refuse long files, files named after a kind of code, and other cases', () => {
  const short = Array.from({ length: 20 }, (_, index) => ({ path: `packages/core/src/short-${index}.ts`, lines: 10 }))
  expect(brokenFileRules(short)).toEqual([])
  expect(brokenFileRules([...short, { path: 'packages/core/src/long.ts', lines: 501 }])[0]).toMatch(/501 lines/)
  expect(brokenFileRules([...short, { path: 'packages/core/src/utils.ts', lines: 1 }])[0]).toMatch(/kind of code/)
  expect(brokenFileRules([...short, { path: 'packages/core/src/types/message.ts', lines: 1 }])[0]).toMatch(/kind of code/)
  expect(brokenFileRules([...short, { path: 'packages/core/src/MessageList.ts', lines: 1 }])[0]).toMatch(/kebab-case/)
})

test('file rules refuse a code base of long files', () => {
  const of = (lines: number) => Array.from({ length: 20 }, (_, index) => ({ path: `packages/core/src/file-${index}.ts`, lines }))
  expect(brokenFileRules(of(81))[0]).toMatch(/median/)
  expect(brokenFileRules(of(251)).join()).toMatch(/one in ten/)
})

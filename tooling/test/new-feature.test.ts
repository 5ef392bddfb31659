import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lists } from '../cost/kinds-of-files.ts'
import { brokenFileRules } from '../dependencies/file-rules.ts'
import { importsOf } from '../dependencies/imports.ts'
import { rules } from '../dependencies/rules.ts'
import { copyWorkspace } from '../scaffold/copy.ts'
import { writeFeature } from '../scaffold/feature.ts'
import { appendTo, insertCall, insertExportedType, insertLine } from '../scaffold/insert.ts'
import { namesOf } from '../scaffold/names.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** What is wrong with the types of these files of the workspace at `folder`; the rest of it is only read. */
const typeFaults = (folder: string, paths: readonly string[]): readonly string[] => {
  const { config } = ts.readConfigFile(join(folder, 'tsconfig.json'), ts.sys.readFile) as { config: object }
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: paths }, ts.sys, folder)
  const program = ts.createProgram(paths.map((path) => join(folder, path)), options)
  return paths.flatMap((path) => {
    const file = program.getSourceFile(join(folder, path))
    if (!file) return [`${path} is not there`]
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map(({ messageText }) => `${path}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`)
  })
}

describe('npm run new-feature, in a copy of the workspace', () => {
  let folder = ''
  let paths: readonly string[] = []
  let entered: readonly string[] = []
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'palaver-feature-'))
    copyWorkspace(root, folder)
    const { made, changed } = writeFeature(folder, namesOf('saved-views'))
    paths = [...made, ...changed]
    entered = changed
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('makes a feature that answers at both doors as it declares, whose types, imports and names are right', { timeout: 120_000 }, async () => {
    const vitest = ['run', 'packages/server/test/doors/answers.test.ts', '-t', 'savedView.announce|every command has a case']
    const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), ...vitest], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] })
    let printed = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (printed += chunk.toString()))
    const ended = once(child, 'exit')

    const sources = paths.filter((path) => /\.tsx?$/.test(path))
    expect(typeFaults(folder, sources)).toEqual([])
    const imports = sources.flatMap((path) => importsOf(path, readFileSync(join(folder, path), 'utf8')))
    expect(imports.flatMap((each) => rules.filter((rule) => rule.breaks(each)).map(({ name }) => `${each.from}: ${name}`))).toEqual([])
    const sizes = sources.map((path) => ({ path, lines: readFileSync(join(folder, path), 'utf8').split('\n').length }))
    expect(brokenFileRules(sizes).filter((fault) => fault.startsWith('packages/'))).toEqual([])

    const [code] = (await ended) as [number | null]
    expect({ code, printed }).toMatchObject({ code: 0, printed: expect.stringMatching(/4 passed/) })
  })

  test('touches six lists and nothing else that was there', () => {
    expect([...entered].sort()).toEqual([
      'packages/client/src/index.ts',
      'packages/protocol/src/definitions.ts',
      'packages/protocol/src/documents/tags.ts',
      'packages/protocol/src/registry.ts',
      'packages/react/src/index.ts',
      'packages/server/src/features/index.ts',
    ])
    expect(entered.filter((path) => !lists.includes(path))).toEqual([])
  })

  test('refuses a feature that is there, and a name that something has', () => {
    expect(() => writeFeature(folder, namesOf('saved-views'))).toThrow(/^unable to make the feature saved-views; there is already packages/)
    expect(() => writeFeature(folder, namesOf('messages'))).toThrow('packages/server/src/features/messages')
    expect(() => writeFeature(folder, namesOf('heads'))).toThrow('Head of packages/protocol/src')
  })
})

test.each(['', 'Polls', 'poll', 'savedViews', 'saved_views', '-polls', 'polls-', 'saved--views', '../polls', 'as', 'address', 'news!'])('refuses %j for a name', (name) => {
  expect(() => namesOf(name)).toThrow(`"${name}" is not a plural noun in kebab-case`)
})

test('the command says why it refuses, and ends with 1', () => {
  const { status, stderr } = spawnSync(process.execPath, ['--conditions=source', 'tooling/new-feature.ts', 'Polls'], { cwd: root, encoding: 'utf8', timeout: 15_000 })
  expect({ status, stderr }).toEqual({ status: 1, stderr: 'unable to make a feature; "Polls" is not a plural noun in kebab-case, such as polls or saved-views\n' })
})

test.each([
  ['polls', 'poll', 'Poll'],
  ['saved-views', 'savedView', 'SavedView'],
  ['stories', 'story', 'Story'],
  ['inboxes', 'inbox', 'Inbox'],
])('%s are called %s and %s', (feature, thing, Thing) => expect(namesOf(feature)).toMatchObject({ feature, thing, Thing }))

describe('a list that is not where it was', () => {
  const source = { path: 'a.ts', text: 'const other = 5\n' }
  const attempts: readonly (readonly [string, () => string])[] = [
    ['line', () => insertLine(source, /^import/, 'import x')],
    ['export of types', () => insertExportedType(source, '@palaver/protocol', 'Poll')],
    ['variable', () => appendTo(source, 'commands', 'poll')],
    ['list', () => appendTo(source, 'other', 'poll')],
    ['call', () => insertCall(source, 'composeFeatures', 'createPolls()')],
  ]
  test.each(attempts)('is told: %s', (_what, attempt) => expect(attempt).toThrow(/^unable to enter the feature in a\.ts; it has no .* mend tooling\/scaffold$/))
})

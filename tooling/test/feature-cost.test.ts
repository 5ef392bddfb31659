import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { costOf } from '../cost/feature-cost.ts'
import { generated, kindOf, lists } from '../cost/kinds-of-files.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

const files: Readonly<Record<string, string>> = {
  'packages/server/src/features/saved-views/index.ts': 'export const savedViews = 1\n',
  'packages/server/src/features/index.ts': "import { savedViews } from './saved-views/index.ts'\n",
  'packages/server/migrations/0002-views.ts': 'CREATE TABLE saved_views ()\n',
  'packages/server/src/features/messages/change.ts': 'if (savedViewOf(message)) change()\n',
  'packages/server/src/features/messages/comment.ts': '// savedViews are elsewhere\nsavedViews()\n/** A SavedView. */\n',
  'docs/decisions/0030-saved-views.md': 'Saved views.\n',
  'docs/guide.md': '# SavedViews\n',
}

describe('what a feature costs', () => {
  let folder = ''
  const git = (...args: readonly string[]): string => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: folder, encoding: 'utf8' })
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
  }
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'palaver-cost-'))
    git('init', '-q')
    for (const [path, text] of Object.entries(files)) write(path, text)
    git('add', '-A')
    git('commit', '-qm', 'all')
    write('packages/react/src/index.ts', 'export { useSavedViews }\n')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('is told of the files outside its folders that name it, in whatever way names are written, but for calls and comments', () => {
    const { own, others } = costOf(folder, 'saved-views')
    expect([...own].sort()).toEqual(['packages/server/src/features/saved-views/index.ts'])
    expect(others.map(({ path }) => `${kindOf(path)}: ${path}`).sort()).toEqual([
      'code of others: packages/server/src/features/messages/change.ts',
      'lists: packages/react/src/index.ts',
      'lists: packages/server/src/features/index.ts',
      'migrations: packages/server/migrations/0002-views.ts',
      'prose: docs/guide.md',
    ])
  })

  test('is told of a commit as it was then', () => {
    const { others } = costOf(folder, 'saved-views', 'HEAD')
    expect(others.map(({ path }) => path)).not.toContain('packages/react/src/index.ts')
    expect(others).toHaveLength(4)
  })
})

test('every list is where it is said to be', () => expect(lists.filter((path) => !existsSync(join(root, path)))).toEqual([]))

test('what no hand touches is a kind of its own', () => expect(kindOf('packages/client/src/commands/rest-paths.ts')).toBe(generated))

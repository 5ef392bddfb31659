import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readConfig } from '@palaver/server'
import { describe, expect, test } from 'vitest'
import { createPostgresUrl } from '../../packages/server/test/support/databases.ts'
import { runPalaver } from '../../packages/server/test/support/palaver-process.ts'
import { startRedis } from '../../packages/server/test/support/redis-server.ts'
import { root } from './running-guides.ts'

const read = (path: string): string => readFileSync(join(root, path), 'utf8')
const guide = read('docs/operations.md')
const all = (pattern: RegExp): string[] => [...new Set([...guide.matchAll(pattern)].map(([, found = '']) => found))]

describe('docs/operations.md names only what there is', () => {
  const cited = [...guide.matchAll(/`([\w./-]+\.test\.ts)`: ((?:“[^”]+”(?:, )?)+)/g)].flatMap(([, file = '', titles = '']) =>
    [...titles.matchAll(/“([^”]+)”/g)].map(([, title = '']) => ({ file, title })),
  )
  test('tests, for each kind of loss', () => expect(cited.length).toBeGreaterThan(25))
  test.each(cited)('$file: $title', ({ file, title }) => expect(read(file)).toContain(title))

  test('links', () => {
    const links = all(/\]\(([^)#]+)(?:#[^)]*)?\)/g)
    expect(links.filter((link) => !existsSync(join(root, 'docs', link)))).toEqual([])
  })

  test('commands, variables, metrics and alerts', () => {
    const known = ['docs/cli.md', 'packages/server/src/config.ts', 'docs/metrics.md', 'deploy/alerts.yml'].map(read) as [string, string, string, string]
    const [commandLine, config, metrics, alerts] = known
    expect(all(/`?palaver ((?:migrate|doctor|start|lineage|secret|jobs)(?: (?:new|replace|list|retry))?)/g).filter((command) => !commandLine.includes(`## palaver ${command}\n`))).toEqual([])
    expect(all(/\b(PALAVER_[A-Z_]+|DATABASE_URL|REDIS_URL)\b/g).filter((name) => !config.includes(`  ${name}: `))).toEqual([])
    expect(all(/\b(palaver_[a-z_]+)\b/g).filter((name) => !metrics.includes(`\`${name}\``))).toEqual([])
    expect(all(/`(Palaver[A-Z]\w+)`/g).filter((name) => !alerts.includes(`alert: ${name}\n`))).toEqual([])
  })
})

test('the secret that docs/operations.md makes is one that the server takes', () => {
  const [command = ''] = all(/^(openssl .*)$/gm)
  const secret = execFileSync('sh', ['-c', command], { encoding: 'utf8' }).trim()
  expect(readConfig({ PALAVER_SECRET: secret }).secret).toHaveLength(32)
})

test('two variables are enough: with them migrate and doctor find nothing to do', async () => {
  const redis = await startRedis()
  try {
    const environment = { DATABASE_URL: await createPostgresUrl(), REDIS_URL: redis.url }
    const [migrated, examined] = await Promise.all([runPalaver(['migrate', '--check'], environment), runPalaver(['doctor'], environment)])
    expect({ migrated, examined }).toMatchObject({ migrated: { code: 0 }, examined: { code: 0 } })
  } finally {
    await redis.stop()
  }
}, 60_000)

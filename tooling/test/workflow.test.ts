import { readFileSync, readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { oldestNode } from '../run/node.mjs'

interface Workflow {
  readonly permissions: unknown
  readonly concurrency?: { readonly group: string }
  readonly jobs: Readonly<Record<string, Job>>
}
interface Job {
  readonly permissions?: unknown
  readonly 'timeout-minutes'?: number
  readonly strategy: { readonly matrix: { readonly node: readonly string[] } }
  readonly container: { readonly image: string }
  readonly env: Readonly<Record<string, string>>
  readonly steps: readonly { readonly run?: string; readonly uses?: string }[]
}

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const folder = '.github/workflows'
const names = readdirSync(new URL(`../../${folder}/`, import.meta.url))
const workflow = (name: string): Workflow => parse(read(`${folder}/${name}`), { uniqueKeys: true }) as Workflow
const promises = ['protocol', 'core', 'client', 'react', 'server'].map(
  (name) => (JSON.parse(read(`packages/${name}/package.json`)) as { engines: { node: string } }).engines.node,
)
const numbers = (version: string): readonly number[] => [...version.replace(/^>=/, '').split('.').map(Number), 0, 0].slice(0, 3)
const atLeast = (version: string, least: string): boolean => {
  const [mine, theirs] = [numbers(version), numbers(least)]
  const at = mine.findIndex((part, index) => part !== theirs[index])
  return at < 0 || (mine[at] ?? 0) > (theirs[at] ?? 0)
}

describe('check.yml', () => {
  const { jobs } = workflow('check.yml')
  const [job] = Object.values(jobs)
  const versions = job?.strategy.matrix.node ?? []

  test('runs on the oldest Node that the packages promise, and on the workspace\'s own', () => {
    const { catalog } = parse(read('pnpm-workspace.yaml')) as { catalog: { node: string } }
    expect(versions).toEqual([oldestNode, catalog.node])
    const strictest = promises.toSorted((a, b) => (atLeast(a, b) ? 1 : -1)).at(-1) ?? ''
    expect(numbers(oldestNode)).toEqual(numbers(strictest))
    for (const version of versions) expect(promises.filter((promise) => !atLeast(version, promise))).toEqual([])
  })

  test('has no command but `npm test`, on the Node of the matrix', () => {
    expect(Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []))).toEqual(['npm test'])
    expect(job?.container.image).toMatch(/^node:\$\{\{ matrix\.node \}\}-/)
    expect(job?.env).toMatchObject({ PALAVER_NODE: 'system', PALAVER_EXPECTED_NODE: '${{ matrix.node }}' })
  })
})

test.each(names)('%s may only read, ends by itself, does not pile up, and names each action by its commit', (name) => {
  const { permissions, concurrency, jobs } = workflow(name)
  expect(permissions).toEqual({ contents: 'read' })
  expect(concurrency?.group).toContain('github.ref')
  for (const job of Object.values(jobs)) {
    expect(job.permissions).toBeUndefined()
    expect(job['timeout-minutes']).toBeLessThanOrEqual(60)
    for (const { uses } of job.steps) if (uses) expect(uses).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/)
  }
})

import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8')
const documented = new Set([...read('docs/metrics.md').matchAll(/^\| `(palaver_\w+)`/gm)].map(([, name]) => name))

test('docs/metrics.md says what the server registers', () => {
  const { status, stderr } = spawnSync(process.execPath, ['--conditions=source', 'tooling/metrics-page.ts', '--check'], { cwd: root, encoding: 'utf8', timeout: 15_000 })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(documented.size).toBeGreaterThan(20)
})

test('alert rules use only metrics that there are', () => {
  const used = [...read('deploy/alerts.yml').matchAll(/palaver_\w+/g)].map(([name]) => name.replace(/_(?:bucket|sum|count)$/, ''))
  expect(used.length).toBeGreaterThan(9)
  expect(used.filter((name) => !documented.has(name))).toEqual([])
})

import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const read = (path: string): string => readFileSync(fileURLToPath(new URL(`../../${path}`, import.meta.url)), 'utf8')
// | 15 | attempt | answer | `packages/…/x.test.ts`: “title”, “title”; `…`: “title” |
const rows = [...read('SECURITY.md').matchAll(/^\| (\d+) \|.*\| (.+) \|$/gm)].map(([, number, tests = '']) => ({ number: Number(number), tests }))
const tests = rows.flatMap(({ number, tests: cell }) =>
  [...cell.matchAll(/`([^`]+)`: ((?:“[^”]+”(?:, )?)+)/g)].flatMap(([, file = '', titles = '']) =>
    [...titles.matchAll(/“([^”]+)”/g)].map(([, title = '']) => ({ number, file, title })),
  ),
)
/** The refusals that concern what is built so far. */
const due = [1, 2, 3, 6, 8, 9, 10, 13, 15, 16, 17, 18, 19, 23, 24, 25, 26, 27, 28, 29, 30, 35, 36, 37, 38, 40]

test('every refusal that is due has a row with a test', () => {
  const tested = new Set(tests.map(({ number }) => number))
  expect(due.filter((number) => !tested.has(number))).toEqual([])
})

test.each(tests)('refusal $number is tested in $file: $title', ({ file, title }) => {
  expect(read(file)).toContain(title)
})

// What the hot pieces cost beside the plainest way to do the same: ratios of one run, which noise moves little. Half a minute:
// node --conditions=source bench/micro/main.ts [--check] [--write]
//   --check   fails when a ratio is more than three times that of baseline.json
//   --write   makes this run the baseline
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { cases } from './cases.ts'
import { lastKept, ratioOf } from './ratio.ts'
import { regressions } from './regressions.ts'

const baselineFile = new URL('./baseline.json', import.meta.url)

const { values } = parseArgs({ options: { check: { type: 'boolean', default: false }, write: { type: 'boolean', default: false }, rounds: { type: 'string', default: '25' } } })
const ratios = cases.map((one) => ratioOf(one, Number(values.rounds)))
if (lastKept() === undefined) throw new Error('unable to measure; nothing was made')
console.log('| what | µs | beside | µs | ratio |\n|---|---|---|---|---|')
for (const { name, reference, ours, theirs, ratio } of ratios) console.log(`| ${name} | ${ours.toFixed(2)} | ${reference} | ${theirs.toFixed(2)} | ${ratio.toFixed(3)} |`)

const found = Object.fromEntries(ratios.map(({ name, ratio }) => [name, Number(ratio.toPrecision(3))]))
if (values.write) writeFileSync(baselineFile, `${JSON.stringify(found, undefined, 2)}\n`)
if (values.check) {
  const slower = regressions(found, JSON.parse(readFileSync(baselineFile, 'utf8')) as Record<string, number>)
  for (const line of slower) console.error(line)
  process.exitCode = slower.length > 0 ? 1 : 0
}

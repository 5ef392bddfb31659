// Brings all results into one file, with floors and goals: node --conditions=source bench/src/summary.ts [--out bench/results] [--strict]
// Writes summary.md and the plots; with --strict it fails when a number that was measured is below its floor.
import { parseArgs } from 'node:util'
import { fileURLToPath } from 'node:url'
import { toMarkdown } from './report.ts'
import { clientTables } from './report/client-table.ts'
import { growthPlot } from './report/growth-plot.ts'
import { growthTables } from './report/growth-table.ts'
import { ratePlot } from './report/rate-plot.ts'
import { stormTable } from './report/storm-table.ts'
import { targetsTable } from './report/targets-table.ts'
import { type Collected, reaches, targetsOf } from './report/targets.ts'
import { readResult, writeResult } from './results.ts'

const { values } = parseArgs({
  options: { out: { type: 'string', default: fileURLToPath(new URL('../results', import.meta.url)) }, strict: { type: 'boolean', default: false } },
})
const { out } = values
const collected: Collected = {
  results: await readResult(out, 'results.json'),
  growth: await readResult(out, 'growth.json'),
  client: await readResult(out, 'client.json'),
  storm: await readResult(out, 'storm.json'),
}
const { results, growth, client, storm } = collected
const text = [
  targetsTable(collected),
  ...(results ? [toMarkdown(results)] : []),
  ...(storm ? [stormTable(storm)] : []),
  ...(growth ? [growthTables(growth)] : []),
  ...(client ? [clientTables(client)] : []),
].join('\n\n')
await writeResult(out, 'summary.md', `${text}\n`)
if (growth) await writeResult(out, 'growth.svg', growthPlot(growth))
for (const id of ['A', 'B', 'F'] as const) {
  const plot = results && ratePlot(results, id)
  if (plot !== undefined) await writeResult(out, `latency-${id}.svg`, plot)
}
console.log(text)
const missed = targetsOf(collected).filter((target) => reaches(target, target.floor) === false)
if (values.strict && missed.length > 0) process.exitCode = 1

// The public surface of each package as text in `api/`. `npm run api` builds and writes it; `--check` only compares, after a build.
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { apiReports } from './packaging/api-report.ts'
import { root } from './packaging/packages.ts'

const folder = join(root, 'api')
mkdirSync(folder, { recursive: true })
const reports = apiReports()
const stale = readdirSync(folder).filter((file) => !reports.some((report) => report.file === file))

if (process.argv.includes('--check')) {
  const held = (file: string): string => (readdirSync(folder).includes(file) ? readFileSync(join(folder, file), 'utf8') : '')
  const drifted = [...stale, ...reports.filter(({ file, text }) => held(file) !== text).map(({ file }) => file)]
  for (const file of drifted) console.error(`api/${file} is not what the packages export; look at the change, then run \`npm run api\``)
  process.exitCode = drifted.length > 0 ? 1 : 0
} else {
  for (const file of stale) rmSync(join(folder, file))
  for (const { file, text } of reports) writeFileSync(join(folder, file), text)
  console.log(`wrote ${reports.length} reports`)
}

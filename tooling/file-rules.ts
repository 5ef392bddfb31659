// How large files may be and what they may not be called. `node tooling/file-rules.ts`
import { readFileSync } from 'node:fs'
import { brokenFileRules, sizesOf } from './dependencies/file-rules.ts'
import { sourceFiles } from './dependencies/source-files.ts'

const files = sourceFiles().map((path) => ({ path, lines: readFileSync(path, 'utf8').trimEnd().split('\n').length }))
const broken = brokenFileRules(files)
for (const each of broken) console.error(each)
for (const [name, { count, median, p90, max }] of sizesOf(files)) {
  console.log(`${name.padEnd(10)} ${String(count).padStart(4)} source files: median ${median}, p90 ${p90}, longest ${max} lines`)
}
process.exitCode = broken.length > 0 ? 1 : 0

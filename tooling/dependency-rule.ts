// Who may import whom. `node tooling/dependency-rule.ts`
import { findCycle } from './dependencies/cycles.ts'
import { importsOf } from './dependencies/imports.ts'
import { rules } from './dependencies/rules.ts'
import { sourceFiles } from './dependencies/source-files.ts'

const files = sourceFiles()
const imports = files.flatMap((file) => importsOf(file))
const broken = imports.flatMap((each) => rules.filter((rule) => rule.breaks(each)).map((rule) => ({ each, rule })))
for (const { each, rule } of broken) console.error(`${each.from}:${each.line} imports ${each.to}\n  ${rule.name}: ${rule.says}`)

const cycle = findCycle(imports)
if (cycle) console.error(`no-cycle: ${cycle.join('\n  → ')}`)

console.log(`${files.length} files, ${imports.length} imports, ${broken.length + (cycle ? 1 : 0)} against the rule`)
process.exitCode = broken.length > 0 || cycle ? 1 : 0

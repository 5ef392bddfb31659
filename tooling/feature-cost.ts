// Which files outside its folders know a feature. `node --conditions=source tooling/feature-cost.ts <feature> [commit]`
import { costOf } from './cost/feature-cost.ts'
import { generated, kindOf, kindsOfFiles } from './cost/kinds-of-files.ts'

const shown = 90

try {
  const [feature = '', commit] = process.argv.slice(2)
  if (!/^[a-z]+(?:-[a-z]+)*$/.test(feature)) throw new Error('unable to tell the cost; give the folder of a feature: node --conditions=source tooling/feature-cost.ts polls')
  const { own, others } = costOf(process.cwd(), feature, commit)
  const byHand = others.filter(({ path }) => kindOf(path) !== generated)
  console.log(`${feature}: ${own.length} files of its own; ${others.length} others name it, ${byHand.length} of them by hand`)
  for (const kind of kindsOfFiles) {
    const files = others.filter(({ path }) => kindOf(path) === kind)
    if (files.length > 0) console.log(`\n${files.length} ${kind}`)
    for (const { path, line } of files) console.log(`  ${path}: ${line.slice(0, shown)}`)
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

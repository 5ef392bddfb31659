// Every check, in order, on the workspace's Node; `npm test -- lint types` runs only the steps named. Ends at the first that fails.
import { mkdirSync, readFileSync, readdirSync, rmSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { exitOnSignals, isStopping, run } from './run/children.mjs'
import { node, program, root } from './run/node.mjs'

const tool = (name, ...args) => program(name, args)
const script = (path, ...args) => [node(), ['--conditions=source', path, ...args]]
const reports = join(root, '.cache/reports')
const vitest = (name, ...args) => ({
  report: join(reports, `${name}.json`),
  command: tool('vitest', 'run', '--reporter=default', '--reporter=json', `--reporter=${join(root, 'tooling/run/long-files.ts')}`, `--outputFile.json=${join(reports, `${name}.json`)}`, ...args),
})
const projects = ['.', 'bench', ...['packages', 'apps'].flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))]
  .filter((folder) => existsSync(join(root, folder, 'tsconfig.json')))

const steps = [
  { name: 'lint', commands: [tool('oxlint', '--type-aware', '--deny-warnings')] },
  { name: 'dependency-rule', commands: [script('tooling/dependency-rule.ts')] },
  { name: 'file-rules', commands: [script('tooling/file-rules.ts')] },
  { name: 'types', atOnce: 2, commands: projects.map((folder) => tool('tsc', '-p', folder)) },
  { name: 'contract-compatibility', commands: [script('tooling/contract-compatibility.ts')] },
  { name: 'contract-drift', commands: [script('tooling/contract-documents.ts', '--check')] },
  { name: 'unit', ...vitest('unit') },
  { name: 'knip', commands: [tool('knip')] },
  { name: 'build', commands: [script('tooling/build-packages.mjs')] },
  { name: 'bundle-size', commands: [tool('size-limit')] },
  { name: 'packages', commands: [script('tooling/package-check.ts'), script('tooling/api-reports.ts', '--check')] },
  { name: 'installed', ...vitest('installed', '--config', 'tooling/packaging/vitest.config.ts') },
  { name: 'end-to-end', ...vitest('end-to-end', '--config', 'tooling/e2e/vitest.config.ts') },
]

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`

/** Counts of a step: those of its tests, or one for the step itself. */
const countsOf = ({ report }, ok) => {
  if (!report || !existsSync(report)) return ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
  const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(report, 'utf8'))
  return { passed: numPassedTests, failed: ok ? numFailedTests : Math.max(1, numFailedTests) }
}

const runStep = async (step) => {
  const since = Date.now()
  console.log(`\n== ${step.name} ${'='.repeat(72 - step.name.length)}`)
  let ok = true
  const left = step.commands ? [...step.commands] : [step.command]
  const lane = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      const { code } = await run(...next)
      ok &&= code === 0
    }
  }
  await Promise.all(Array.from({ length: step.atOnce ?? 1 }, lane))
  console.log(`-- ${step.name}: ${ok ? 'passed' : 'FAILED'} in ${seconds(since)}`)
  return ok
}

exitOnSignals({ graceMs: 10_000 })
// Read by vitest.config.ts.
process.env['PALAVER_TEST_RETRIES'] ??= '1'
// Hundreds of programs are started, and each compiles the server's modules.
process.env['NODE_COMPILE_CACHE'] ??= join(root, '.cache/node')
const wanted = process.argv.slice(2)
const unknown = wanted.filter((name) => !steps.some((step) => step.name === name))
if (unknown.length > 0) {
  console.error(`unable to run ${unknown.join(', ')}; the steps are ${steps.map(({ name }) => name).join(', ')}`)
  process.exit(2)
}

const began = Date.now()
const total = { passed: 0, failed: 0 }
rmSync(reports, { recursive: true, force: true })
mkdirSync(reports, { recursive: true })
try {
  for (const step of steps.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    const ok = await runStep(step)
    const { passed, failed } = countsOf(step, ok)
    total.passed += passed
    total.failed += failed
    if (!ok || isStopping()) break
  }
} catch (error) {
  console.error(error)
  total.failed += 1
}
console.log(`\nIn ${seconds(began)}:\n${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0

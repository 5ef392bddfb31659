// Builds every package with its declarations, and the demo; then checks what only the result shows.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { exitOnSignals, run } from './run/children.mjs'
import { program, root } from './run/node.mjs'

const packages = ['protocol', 'core', 'client', 'react', 'server']
const read = (path) => readFileSync(join(root, path), 'utf8')

const build = async (tool, args, cwd) => {
  const { code, output } = await run(...program(tool, args, cwd), { quiet: true, cwd })
  if (code !== 0) throw new Error(`unable to build ${cwd}; ${tool} ended with ${code}:\n${output}`)
  console.log(`built ${cwd}`)
}

/** Files that a package's published manifest names and its build has not made. */
const missingOf = (name) => {
  const { publishConfig } = JSON.parse(read(`packages/${name}/package.json`))
  const targets = Object.values(publishConfig.exports).flatMap((entry) => (typeof entry === 'string' ? [entry] : Object.values(entry)))
  return targets.filter((path) => !existsSync(join(root, 'packages', name, path))).map((path) => `packages/${name}/${path} is exported and not there`)
}

/** JavaScript of client-side packages that loads TypeBox. */
const schemaLoading = () => {
  const scripts = ['core', 'client', 'react'].flatMap((name) =>
    readdirSync(join(root, `packages/${name}/dist`)).filter((file) => file.endsWith('.js')).map((file) => `packages/${name}/dist/${file}`),
  )
  const entry = 'packages/protocol/dist/index.js'
  const chunks = [...read(entry).matchAll(/from ['"]\.\/([^'"]+)['"]/g)].map(([, file]) => `packages/protocol/dist/${file}`)
  return [...scripts, entry, ...chunks]
    .filter((path) => /from\s*['"](?:typebox|@palaver\/protocol\/definitions)/.test(read(path)))
    .map((path) => `${path} loads TypeBox`)
}

exitOnSignals()
try {
  // Two at a time: declarations take most of it, and machines here have two cores.
  await Promise.all([
    (async () => {
      for (const name of packages.slice(0, 4)) await build('tsup', ['--silent'], `packages/${name}`)
    })(),
    (async () => {
      await build('tsup', ['--silent'], 'packages/server')
      await build('vite', ['build', '--logLevel', 'warn'], 'apps/demo')
    })(),
  ])
  const faults = [...packages.flatMap(missingOf), ...schemaLoading()]
  for (const fault of faults) console.error(fault)
  process.exitCode = faults.length > 0 ? 1 : 0
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

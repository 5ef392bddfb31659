import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './children.mjs'
import { fingerprint, isStamped, stamp } from './fingerprint.mjs'
import { program, root } from './node.mjs'

const shared = ['pnpm-lock.yaml', 'tsconfig.base.json']
const tsup = (name, inputs = []) => ({
  name,
  inputs: [...shared, `packages/${name}`, ...inputs],
  result: `packages/${name}/dist/index.js`,
  command: ['tsup', ['--config', 'tsup.config.ts', '--silent'], `packages/${name}`],
})

const targets = [
  tsup('protocol'),
  tsup('core'),
  tsup('server'),
  {
    name: 'demo',
    inputs: [...shared, 'apps/demo', ...['protocol', 'core', 'client', 'react'].map((name) => `packages/${name}/src`)],
    result: 'apps/demo/dist/index.html',
    command: ['vite', ['build', '--logLevel', 'warn'], 'apps/demo'],
  },
]

const build = async ({ name, inputs, result, command: [tool, args, folder] }) => {
  const stampPath = `.cache/build/${name}`
  const print = fingerprint(inputs)
  if (isStamped(stampPath, print) && existsSync(join(root, result))) return false
  const { code, output } = await run(...program(tool, args, folder), { quiet: true, cwd: folder, env: { PALAVER_NO_DTS: '1' } })
  if (code !== 0) throw new Error(`unable to build ${name}; ${tool} ended with ${code}:\n${output}`)
  stamp(stampPath, print)
  return true
}

/**
 * Builds what `npm start` runs: the JavaScript of protocol, core and server, and the demo. A target whose inputs have not changed is
 * left as it is. Returns the names of those built.
 */
export const buildAll = async () => {
  const built = await Promise.all(targets.map(async (target) => ((await build(target)) ? target.name : undefined)))
  return built.filter((name) => name !== undefined)
}

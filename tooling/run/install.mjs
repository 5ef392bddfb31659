import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { run } from './children.mjs'
import { fingerprint, isStamped, stamp } from './fingerprint.mjs'
import { bin, root } from './node.mjs'

/** The package manager of the workspace, as npx takes it. */
export const pnpm = 'pnpm@12.21.0'
// Inside node_modules, so that whoever deletes that deletes the stamp.
const stampPath = 'node_modules/.palaver-installed'

const manifests = () =>
  ['packages', 'apps']
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}/package.json`))
    .concat('bench/package.json', 'tooling/package.json', 'package.json', 'pnpm-workspace.yaml', 'pnpm-lock.yaml')

/**
 * Installs the workspace's packages as the lockfile says, unless nothing has changed since the last time.
 * @throws {Error} with what pnpm printed.
 */
export const install = async () => {
  const print = fingerprint(manifests())
  if (isStamped(stampPath, print) && existsSync(join(bin, 'node'))) return
  console.log('Installing packages …')
  const { code, output } = await run('npx', ['--yes', pnpm, 'install', '--frozen-lockfile'], { quiet: true, env: { CI: 'true' } })
  if (code !== 0) throw new Error(`unable to install packages; pnpm ended with ${code}:\n${output}`)
  stamp(stampPath, print)
}

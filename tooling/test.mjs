// `npm test`, and so CI: brings what is missing, then runs every check. Runs on any Node from 20 on; the checks run on
// the workspace's own, or with PALAVER_NODE=system on this one.
import { exitOnSignals, run } from './run/children.mjs'
import { installDebianPackages } from './run/debian.mjs'
import { install } from './run/install.mjs'
import { node } from './run/node.mjs'

exitOnSignals()
try {
  await installDebianPackages()
  await install()
  const { code } = await run(node(), ['tooling/check.mjs', ...process.argv.slice(2)])
  process.exitCode = code
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

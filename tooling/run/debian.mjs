import { existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run } from './children.mjs'

const onPath = (program) => (process.env.PATH ?? '').split(delimiter).some((folder) => existsSync(join(folder, program)))

const hasPostgres = () => {
  if (onPath('initdb') && onPath('postgres')) return true
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : []
  return versions.some((version) => existsSync(`/usr/lib/postgresql/${version}/bin/initdb`))
}

/** What the tests need of the system, and whether it is there. */
const needed = [
  { name: 'postgresql', found: hasPostgres },
  { name: 'chromium', found: () => onPath('chromium') || onPath('chromium-browser') || onPath('google-chrome') },
  // The client of packages/protocol/conformance.
  { name: 'python3', found: () => onPath('python3') },
]

/**
 * Installs the Debian packages that are missing.
 * @throws {Error} when some are missing and this is not root on a Debian.
 */
export const installDebianPackages = async () => {
  const missing = needed.filter(({ found }) => !found()).map(({ name }) => name)
  if (missing.length === 0) return
  if (process.getuid?.() !== 0 || !onPath('apt-get')) {
    throw new Error(`unable to run the tests; these programs are missing and only root on Debian can be helped: ${missing.join(', ')}`)
  }
  console.log(`Installing Debian packages: ${missing.join(', ')} …`)
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  for (const args of [['update', '-q'], ['install', '-y', '-q', '--no-install-recommends', ...missing]]) {
    const { code, output } = await run('apt-get', args, { quiet: true, env })
    if (code !== 0) throw new Error(`unable to install Debian packages; apt-get ${args[0]} ended with ${code}:\n${output}`)
  }
}

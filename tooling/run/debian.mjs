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
  { name: 'redis-server', found: () => onPath('redis-server') },
  { name: 'nginx', found: () => onPath('nginx') || existsSync('/usr/sbin/nginx') },
  // The client of packages/protocol/conformance.
  { name: 'python3', found: () => onPath('python3') },
]

/** What goes before apt-get: nothing for root, sudo where it asks for no password; undefined when neither can install. */
const privilege = async () => {
  if (!onPath('apt-get')) return undefined
  if (process.getuid?.() === 0) return []
  return onPath('sudo') && (await run('sudo', ['-n', 'true'], { quiet: true })).code === 0 ? ['sudo', '-n'] : undefined
}

/**
 * Installs the Debian packages that are missing.
 * @throws {Error} when some are missing and this is neither root on a Debian nor may become it without a password.
 */
export const installDebianPackages = async () => {
  const missing = needed.filter(({ found }) => !found()).map(({ name }) => name)
  if (missing.length === 0) return
  const before = await privilege()
  if (!before) {
    throw new Error(`unable to run the tests; these programs are missing, and only root on Debian (or sudo without a password) can be helped: ${missing.join(', ')}`)
  }
  console.log(`Installing Debian packages: ${missing.join(', ')} …`)
  for (const args of [['update', '-q'], ['install', '-y', '-q', '--no-install-recommends', ...missing]]) {
    // By env, because sudo drops what it does not know.
    const [command, ...rest] = [...before, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args]
    const { code, output } = await run(command, rest, { quiet: true })
    if (code !== 0) throw new Error(`unable to install Debian packages; apt-get ${args[0]} ended with ${code}:\n${output}`)
  }
}

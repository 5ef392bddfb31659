import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the workspace. */
export const root = fileURLToPath(new URL('../..', import.meta.url))
/** Programs of the workspace, the Node that it runs on among them. */
export const bin = join(root, 'node_modules/.bin')
/** The oldest Node that runs the server, and our TypeScript as it is. */
export const oldestNode = '22.19.0'

const isOlder = (version, than) => {
  const [mine, theirs] = [version, than].map((text) => text.split('.').map(Number))
  const differing = mine.findIndex((part, index) => part !== theirs[index])
  return differing >= 0 && mine[differing] < theirs[differing]
}

/**
 * The Node that everything runs on: the workspace's own, or with `PALAVER_NODE=system` the one that runs this.
 * @throws {Error} when that one is too old, or the setting is another word.
 */
export const chooseNode = (setting, { execPath, versions }) => {
  if (!setting) return join(bin, 'node')
  if (setting !== 'system') throw new Error(`unable to choose a Node; PALAVER_NODE is "${setting}" and may only be "system" or empty`)
  if (isOlder(versions.node, oldestNode)) {
    throw new Error(`unable to run on the system's Node; it is ${versions.node}, PALAVER_NODE=system needs ${oldestNode} or newer`)
  }
  return execPath
}

/** The Node of this run, as `chooseNode` says. */
export const node = () => chooseNode(process.env.PALAVER_NODE, process)

/** Folders that go before all others in PATH, so that `node` is the Node of this run. */
export const programFolders = () => (process.env.PALAVER_NODE ? [dirname(node()), bin] : [bin])

const packages = { tsc: 'typescript' }

/**
 * The command line of a program of the workspace, as [command, arguments]. It names the script and the Node: the shims in `.bin` start
 * the workspace's Node whatever PATH says.
 */
export const program = (name, args, folder = '.') => {
  const home = [folder, '.'].map((each) => join(root, each, 'node_modules', packages[name] ?? name)).find((each) => existsSync(each))
  if (!home) throw new Error(`unable to run ${name}; it is not installed in ${folder}`)
  const { bin: entry } = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8'))
  return [node(), [join(home, typeof entry === 'string' ? entry : entry[name]), ...args]]
}

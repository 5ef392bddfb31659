import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { packAll } from './pack.ts'
import { root } from './packages.ts'

/** The oldest Node that the packages for clients promise to work on; a package of its own for each platform, without install scripts. */
const oldestNode = '22.12.0'
const nodePackage = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`
/** What else a user's project has, in the workspace's versions. */
const tools = ['@types/node', '@types/react', '@types/react-dom', '@vitejs/plugin-react', 'fastify', 'react', 'react-dom', 'typescript', 'vite']

// npm tells its scripts about the project that they belong to, which is not the consumer's.
const environment = (): NodeJS.ProcessEnv => Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(?:package|lifecycle|command|config_local_prefix)/.test(name)))

const execute = promisify(execFile)

/** Runs a program in a consumer's folder; resolves with what it printed, rejects with all of it when it fails. */
export const runIn = async (folder: string, program: string, ...args: readonly string[]): Promise<string> => {
  try {
    return (await execute(program, args, { cwd: folder, env: environment(), timeout: 120_000 })).stdout
  } catch (cause) {
    const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string }
    throw new Error(`unable to run ${program} ${args.join(' ')}; it printed:\n${stdout}${stderr}`, { cause })
  }
}

const catalog = async (): Promise<ReadonlyMap<string, string>> => {
  const text = await readFile(join(root, 'pnpm-workspace.yaml'), 'utf8')
  return new Map([...text.matchAll(/^ {2}'?([@\w/.-]+)'?: (\d[\w.-]*)$/gm)].map(([, name = '', version = '']) => [name, version]))
}

/**
 * Makes a project in an empty folder outside of the workspace, with the packed packages and nothing else of ours. Install scripts are off:
 * none of our packages or of those they need may depend on them.
 */
export const installConsumer = async (): Promise<string> => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'palaver-consumer-')))
  try {
    const tarballs = await packAll(join(folder, 'tarballs'))
    const versions = await catalog()
    const manifest = {
      name: 'consumer',
      private: true,
      type: 'module',
      dependencies: {
        ...Object.fromEntries(tarballs.map(({ name, path }) => [`@palaver/${name}`, `file:${path}`])),
        ...Object.fromEntries(tools.map((name) => [name, versions.get(name) ?? '*'])),
        [nodePackage]: oldestNode,
      },
    }
    await writeFile(join(folder, 'package.json'), JSON.stringify(manifest, null, 2))
    await cp(join(root, 'tooling/test/fixtures/consumers'), folder, { recursive: true })
    await runIn(folder, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error')
    return folder
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
}

/** The oldest Node that is promised, as the consumer has installed it. */
export const oldestNodeIn = (folder: string): string => join(folder, 'node_modules', nodePackage, process.platform === 'win32' ? 'bin/node.exe' : 'bin/node')

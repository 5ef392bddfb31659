// `npm start`: installs, builds what has changed, seeds an empty database, and serves the demo and its server. Any Node from 20 on.
import { existsSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { buildAll } from './run/build.mjs'
import { exitOnSignals, isStopping, run, start } from './run/children.mjs'
import { install } from './run/install.mjs'
import { node, root } from './run/node.mjs'

const host = process.env.HOST || '127.0.0.1'
const port = process.env.PORT || '3000'
const dataDir = resolve(root, process.env.PALAVER_DATA_DIR || '.palaver')
const shownHost = ['0.0.0.0', '::'].includes(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host
const address = `http://${shownHost}:${port}`
const settings = {
  HOST: host,
  PORT: port,
  PALAVER_DATA_DIR: dataDir,
  PALAVER_STATIC_DIR: join(root, 'apps/demo/dist'),
  // Embedded, whatever the shell is set up for. An empty variable counts as absent.
  DATABASE_URL: '',
  REDIS_URL: '',
  // What a person wants to see here are codes and trouble, not every request.
  LOG_LEVEL: process.env.LOG_LEVEL || 'warn',
}

const isReady = async () => {
  try {
    return (await fetch(`${address}/health/ready`, { signal: AbortSignal.timeout(2000) })).ok
  } catch {
    return false
  }
}

/** Resolves with true once the server answers, with false when it ended before. */
const untilReady = async (server) => {
  while (server.exitCode === null && server.signalCode === null) {
    if (await isReady()) return true
    await new Promise((wake) => setTimeout(wake, 100))
  }
  return false
}

const welcome = `
  Palaver is ready:  ${address}

  Log in as mira@example.com with the password palaver-demo
  (or as tomas, aisha, jonas, yuki, noor @example.com), in two browsers to talk to yourself.
  Or register: the code for your address is printed here.

  Data: ${dataDir}      Stop: Ctrl-C
`

const serve = async () => {
  await install()
  const built = await buildAll()
  if (built.length > 0) console.log(`Built ${built.join(', ')}.`)
  if (!existsSync(join(dataDir, 'seeded'))) {
    const { code } = await run(node(), ['packages/server/dist/cli.js', 'seed', 'tooling/seed/community.json', '--if-empty'], { env: settings })
    if (code !== 0) return code
    writeFileSync(join(dataDir, 'seeded'), 'A community was offered to this database; `npm start` does not do it again.\n')
  }
  if (isStopping()) return 0
  const server = start(node(), ['--import', './tooling/run/lifeline.mjs', 'packages/server/dist/main.js'], { env: settings })
  const ended = new Promise((done) => server.on('exit', (code) => done(code ?? 1)))
  if (await untilReady(server)) console.log(welcome)
  return ended
}

exitOnSignals({ exitCode: () => 0 })
try {
  const code = await serve()
  // While a signal ends this process, it says the exit code.
  if (!isStopping()) process.exitCode = code
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

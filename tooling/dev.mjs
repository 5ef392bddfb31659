// `npm run dev`: the server from its sources, started again when one changes, and the demo by Vite, which reloads itself. Ctrl-C ends both.
import { join, resolve } from 'node:path'
import { bin, exitOnSignals, isStopping, root, start, stopChildren } from './run/children.mjs'
import { install } from './run/install.mjs'

const host = process.env.HOST || '127.0.0.1'
const port = process.env.PORT || '3000'
const dataDir = resolve(root, process.env.PALAVER_DATA_DIR || '.palaver')
const ended = (child) => new Promise((done) => child.on('exit', (code) => done(code ?? 1)))

exitOnSignals({ exitCode: () => 0 })
await install()
const server = start(join(bin, 'node'), ['--watch', '--watch-preserve-output', '--conditions=source', 'packages/server/src/main.ts'], {
  env: { HOST: host, PORT: port, PALAVER_DATA_DIR: dataDir, LOG_LEVEL: process.env.LOG_LEVEL || 'warn' },
})
const demo = start(join(root, 'apps/demo/node_modules/.bin/vite'), [], { cwd: 'apps/demo', env: { PALAVER_URL: `http://${host}:${port}` } })
const code = await Promise.race([ended(server), ended(demo)])
if (!isStopping()) {
  await stopChildren()
  process.exitCode = code
}

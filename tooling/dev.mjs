// `npm run dev`: the server from its sources, started again when one changes, and the demo by Vite, which reloads itself. Ctrl-C ends both.
import { resolve } from 'node:path'
import { exitOnSignals, isStopping, start, stopChildren } from './run/children.mjs'
import { install } from './run/install.mjs'
import { node, program, root } from './run/node.mjs'

const host = process.env.HOST || '127.0.0.1'
const port = process.env.PORT || '3000'
const dataDir = resolve(root, process.env.PALAVER_DATA_DIR || '.palaver')
const ended = (child) => new Promise((done) => child.on('exit', (code) => done(code ?? 1)))

exitOnSignals({ exitCode: () => 0 })
await install()
const server = start(node(), ['--watch', '--watch-preserve-output', '--conditions=source', 'packages/server/src/main.ts'], {
  env: { HOST: host, PORT: port, PALAVER_DATA_DIR: dataDir, LOG_LEVEL: process.env.LOG_LEVEL || 'warn' },
})
const demo = start(...program('vite', [], 'apps/demo'), { cwd: 'apps/demo', env: { PALAVER_URL: `http://${host}:${port}` } })
const code = await Promise.race([ended(server), ended(demo)])
if (!isStopping()) {
  await stopChildren()
  process.exitCode = code
}

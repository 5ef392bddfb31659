import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createServerProcess, freePort } from '../processes/server-process.ts'
import { chooseNode } from '../run/node.mjs'

/** The version that CI names, or the one that the workspace brings; of a system's own Node at least that it is the same everywhere. */
const expectedVersion = async (): Promise<string> => {
  const named = process.env['PALAVER_EXPECTED_NODE']
  if (named) return `v${named}`
  if (process.env['PALAVER_NODE']) return process.version
  const [, version] = /^ {2}node: (\S+)$/m.exec(await readFile(new URL('../../pnpm-workspace.yaml', import.meta.url), 'utf8')) ?? []
  return `v${version}`
}

test('test workers, programs named `node` and servers run on the Node of this run', { timeout: 60_000 }, async () => {
  const expected = await expectedVersion()
  expect(process.version).toBe(expected)
  expect(execFileSync('node', ['--version'], { encoding: 'utf8' }).trim()).toBe(expected)

  const folder = await mkdtemp(join(tmpdir(), 'palaver-node-'))
  const metricsPort = await freePort()
  const server = createServerProcess(await freePort(), { PALAVER_DATA_DIR: folder, PALAVER_METRICS_PORT: String(metricsPort) })
  onTestFinished(async () => {
    await server.kill()
    await rm(folder, { recursive: true, force: true })
  })
  await server.start()
  const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text()
  expect(/nodejs_version_info\{version="([^"]+)"/.exec(metrics)?.[1]).toBe(expected)
})

test('the workspace\'s Node is chosen unless the system\'s is asked for', () => {
  const system = (node: string) => ({ execPath: '/opt/node', versions: { node } })
  expect(chooseNode(undefined, system('20.20.2'))).toMatch(/node_modules\/\.bin\/node$/)
  expect(chooseNode('', system('20.20.2'))).toMatch(/node_modules\/\.bin\/node$/)
  for (const version of ['22.19.0', '22.20.1', '24.0.0', '100.1.1']) expect(chooseNode('system', system(version))).toBe('/opt/node')
})

test.each(['20.20.2', '22.9.9', '22.18.99'])('the system\'s Node is refused when it is %s', (node) => {
  expect(() => chooseNode('system', { execPath: '/opt/node', versions: { node } })).toThrow(
    `unable to run on the system's Node; it is ${node}, PALAVER_NODE=system needs 22.19.0 or newer`,
  )
})

test('another word is refused', () => {
  expect(() => chooseNode('24', process)).toThrow('unable to choose a Node; PALAVER_NODE is "24" and may only be "system" or empty')
})

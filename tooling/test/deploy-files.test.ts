import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readConfig } from '@palaver/server'
import { expect, test } from 'vitest'
import { parse } from 'yaml'

const root = fileURLToPath(new URL('../..', import.meta.url))
const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8')

interface Service {
  readonly image?: string
  readonly environment?: Readonly<Record<string, string>>
  readonly command?: readonly string[]
  readonly depends_on?: readonly string[] | Readonly<Record<string, unknown>>
  readonly volumes?: readonly string[]
}

const compose = parse(read('deploy/compose.yml'), { merge: true }) as { readonly services: Readonly<Record<string, Service>>; readonly volumes: Readonly<Record<string, unknown>> }
const services = Object.entries(compose.services)

test('deploy/compose.yml starts what there is, in an order that exists', () => {
  const named = services.flatMap(([, { depends_on = [] }]) => (Array.isArray(depends_on) ? depends_on : Object.keys(depends_on)))
  expect(named.filter((name) => !(name in compose.services))).toEqual([])
  const folders = services.flatMap(([, { volumes = [] }]) => volumes.map((volume) => volume.split(':')[0] ?? ''))
  expect(folders.filter((folder) => !(folder in compose.volumes) && !existsSync(`${root}deploy/${folder}`))).toEqual([])
  expect(services.map(([, { image = '' }]) => image).filter((image) => image !== 'palaver' && !/^[a-z]+:\d/.test(image))).toEqual([])
})

test('deploy/compose.yml configures the server with values that it takes', () => {
  const environment = compose.services['palaver']?.environment ?? {}
  const given = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, value.replace('${PALAVER_SECRET:?set 32 random bytes in base64url}', 's'.repeat(43))]))
  const { redisUrl, trustProxy } = readConfig(given)
  expect({ redisUrl, trustProxy }).toEqual({ redisUrl: 'redis://redis:6379', trustProxy: ['172.16.0.0/12'] })
})

test('deploy/Dockerfile uses the versions of the workspace and copies what is there', () => {
  const dockerfile = read('deploy/Dockerfile')
  const [, pnpm] = /pnpm@(\d+\.\d+\.\d+)/.exec(read('tooling/run/install.mjs')) ?? []
  expect([...dockerfile.matchAll(/pnpm@(\S+)/g)].map(([, version]) => version)).toEqual([pnpm, pnpm])
  const [, node] = /^ {2}node: (\d+)\./m.exec(read('pnpm-workspace.yaml')) ?? []
  expect([...dockerfile.matchAll(/^FROM node:(\d+)-/gm)].map(([, version]) => version)).toEqual([node, node])
  expect(dockerfile).toMatch(/^USER node$/m)
  expect(JSON.parse(read('packages/server/package.json')).bin.palaver).toBe('./dist/cli.js')
})

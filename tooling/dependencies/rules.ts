import type { Import } from './imports.ts'

/** A rule of who may import whom: `breaks` says whether an import is against it. */
export interface Rule {
  readonly name: string
  readonly says: string
  breaks(each: Import): boolean
}

const packageOf = (file: string): string | undefined => /^(?:packages|apps)\/([^/]+)\//.exec(file)?.[1]
const ours = (to: string): string | undefined => /^@palaver\/([^/]+)/.exec(to)?.[1]

/** What a package may import of ours; `types` only as types. */
const allowed: Readonly<Record<string, { readonly any: readonly string[]; readonly types?: readonly string[] }>> = {
  protocol: { any: [] },
  core: { any: ['protocol'] },
  client: { any: ['protocol', 'core'] },
  react: { any: ['client'], types: ['protocol'] },
  server: { any: ['protocol', 'core'] },
  demo: { any: ['react', 'client'] },
}

const schemaFree = /^packages\/protocol\/src\/(?:index|errors|error-table|close-codes|close-code-table|version|features\/messages\/content-definition|features\/(?:custom-data|ephemerals)\/definition)\.ts$/
const serverLayer = (file: string): string | undefined => /^packages\/server\/src\/(platform|doors|adapters|features)\//.exec(file)?.[1]
const featureOf = (file: string): string | undefined => /^packages\/server\/src\/features\/([^/.]+)\//.exec(file)?.[1]
const isPort = (file: string): boolean => /^packages\/server\/src\/features\/[^/]+\/port\.ts$/.test(file)
const isRoot = (file: string): boolean => /^packages\/server\/src\/(?:features\/index|[^/]+)\.ts$/.test(file)

const between = (from: string, to: readonly string[]) => (each: Import): boolean =>
  !isRoot(each.from) && serverLayer(each.from) === from && (to.includes(serverLayer(each.to) ?? '') || isRoot(each.to))

/** Who may import whom (ARCHITECTURE.md), as data. */
export const rules: readonly Rule[] = [
  {
    name: 'packages',
    says: 'protocol → nothing of ours; core → protocol; client → protocol, core; react → client (types of protocol); server → protocol, core; demo → react, client',
    breaks: ({ from, to, typeOnly }) => {
      const target = ours(to)
      const may = allowed[packageOf(from) ?? '']
      if (!target || !may || target === packageOf(from)) return false
      return !may.any.includes(target) && !(typeOnly && may.types?.includes(target))
    },
  },
  {
    name: 'no-deep-import',
    says: 'a package is imported by an entry that its exports name, never by a path into it',
    breaks: ({ from, to }) => {
      const target = packageOf(to)
      if (target && packageOf(from)) return target !== packageOf(from)
      return ours(to) !== undefined && !/^@palaver\/[a-z]+(?:\/(?:definitions|documents|admin))?$/.test(to)
    },
  },
  {
    name: 'schema-free-client',
    says: 'core, client and react never import TypeBox or @palaver/protocol/definitions: 40 kB of schemas stay out of browsers',
    breaks: ({ from, to }) =>
      ['core', 'client', 'react', 'demo'].includes(packageOf(from) ?? '') &&
      (/^typebox(?:\/|$)/.test(to) || /^@palaver\/protocol\/(?:definitions|documents)$/.test(to)),
  },
  {
    name: 'schema-free-entry',
    says: 'the root entry of protocol and what it loads stay free of TypeBox',
    breaks: ({ from, to, typeOnly }) =>
      !typeOnly &&
      schemaFree.test(from) &&
      !schemaFree.test(to),
  },
  { name: 'platform-knows-nothing-above', says: 'platform → nothing above it', breaks: between('platform', ['doors', 'features', 'adapters']) },
  { name: 'doors-know-platform', says: 'doors → platform: they know commands, never features', breaks: between('doors', ['features', 'adapters']) },
  { name: 'adapters-know-interfaces', says: 'adapters → the interfaces that they implement', breaks: between('adapters', ['doors', 'features']) },
  { name: 'features-know-platform', says: 'features → platform', breaks: between('features', ['doors', 'adapters']) },
  {
    name: 'features-meet-by-port',
    says: "a feature reaches another only by its port.ts",
    breaks: ({ from, to }) => {
      const [mine, theirs] = [featureOf(from), featureOf(to)]
      return mine !== undefined && theirs !== undefined && mine !== theirs && !isPort(to)
    },
  },
  {
    name: 'admin-client-alone',
    says: '@palaver/server/admin loads the contract and nothing of the server, for it runs in host backends',
    breaks: ({ from, to, typeOnly }) =>
      !typeOnly &&
      /^packages\/server\/src\/host\/(?:admin-client|host-api|rest-request)\.ts$/.test(from) &&
      !/^@palaver\/protocol(?:\/definitions)?$|^packages\/server\/src\/host\/(?:host-api|rest-request)\.ts$/.test(to),
  },
  {
    name: 'no-test-in-source',
    says: 'sources never import tests, tooling or bench',
    breaks: ({ from, to }) => /^(?:packages|apps)\/[^/]+\/src\//.test(from) && /^(?:tooling|bench)\/|\/test\//.test(to),
  },
  {
    name: 'processes-for-all',
    says: 'of tooling, tests and bench import processes/ only; it starts and ends processes for all of them and imports nothing of ours',
    breaks: ({ from, to }) =>
      (/^(?:packages|apps|bench)\//.test(from) && /^tooling\/(?!processes\/)/.test(to)) ||
      (from.startsWith('tooling/processes/') && (to.startsWith('@palaver/') || /^(?:packages|apps|bench|tooling\/(?!processes\/))/.test(to))),
  },
  {
    name: 'typescript-endings',
    says: 'relative imports end in .ts, .tsx or another ending of a file',
    breaks: ({ to }) => /^(?:packages|apps|tooling|bench)\//.test(to) && !/\.(?:tsx?|mjs|json|css|svg)$/.test(to),
  },
]

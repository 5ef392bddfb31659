import { builtinModules } from 'node:module'

/** A published manifest, as far as the rules read it. */
interface Manifest {
  readonly name?: string
  readonly version?: string
  readonly description?: string
  readonly license?: string
  readonly type?: string
  readonly sideEffects?: unknown
  readonly engines?: { readonly node?: string }
  readonly exports?: Readonly<Record<string, string | Readonly<Record<string, string>>>>
  readonly scripts?: Readonly<Record<string, string>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
}

/** A rule of what a tarball holds: `faults` names every breach. */
interface ContentRule {
  readonly name: string
  faults(manifest: Manifest, files: ReadonlyMap<string, string>): readonly string[]
}

const published = /^(?:LICENSE|README\.md|CHANGELOG\.md|PROTOCOL\.md|package\.json|dist\/[\w-]+\.(?:js|d\.ts)|generated\/\w+\.json)$/
const wantedFiles = ['LICENSE', 'README.md', 'package.json']
const wantedFields = ['description', 'license', 'sideEffects'] as const
const installScripts = ['preinstall', 'install', 'postinstall', 'prepare']
const code = /^dist\/.*\.(?:js|d\.ts)$/
const imported = /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/gm
const workers = /["'](\.\/[\w-]+\.js)["']/g

const packageOf = (specifier: string): string => specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/')
const isBuiltIn = (specifier: string): boolean => specifier.startsWith('node:') || builtinModules.includes(specifier)

/** The specifiers that a built file imports. */
const importsOf = (text: string): readonly string[] => [...text.matchAll(imported)].flatMap(([, from, bare, dynamic]) => from ?? bare ?? dynamic ?? [])

/** What every tarball must fulfil, as data. */
export const contentRules: readonly ContentRule[] = [
  {
    name: 'complete',
    faults: (_manifest, files) => wantedFiles.filter((path) => !files.get(path)?.trim()).map((path) => `${path} is missing or empty`),
  },
  {
    name: 'no-stray-file',
    faults: (_manifest, files) => [...files.keys()].filter((path) => !published.test(path)).map((path) => `${path} is no file to publish`),
  },
  {
    name: 'manifest',
    faults: (manifest) => [
      ...wantedFields.filter((field) => manifest[field] === undefined).map((field) => `package.json has no ${field}`),
      ...(manifest.type === 'module' ? [] : ['package.json is not of type module']),
      ...(/^>=22\.\d+$/.test(manifest.engines?.node ?? '') ? [] : ['package.json must say from which Node 22 on the package works']),
      ...installScripts.filter((script) => manifest.scripts?.[script] !== undefined).map((script) => `${script} would run on the machines of users`),
    ],
  },
  {
    name: 'versions',
    faults: ({ dependencies, peerDependencies }) =>
      Object.entries({ ...dependencies, ...peerDependencies })
        .filter(([, version]) => !/^[\^~>=\d]/.test(version))
        .map(([name, version]) => `${name}@${version} cannot be installed outside of the workspace`),
  },
  {
    name: 'exports',
    faults: ({ exports = {} }, files) =>
      Object.entries(exports).flatMap(([entry, target]) => {
        const conditions = typeof target === 'string' ? { default: target } : target
        const missing = Object.values(conditions).filter((path) => !files.has(path.replace(/^\.\//, '')))
        return [
          ...missing.map((path) => `${entry} names ${path}, which is not there`),
          ...('source' in conditions ? [`${entry} leads to sources, which are not published`] : []),
        ]
      }),
  },
  {
    name: 'own-files',
    faults: (_manifest, files) =>
      [...files].filter(([path]) => path.endsWith('.js')).flatMap(([path, text]) =>
        [...text.matchAll(workers)]
          .map(([, file = '']) => `dist/${file.slice(2)}`)
          .filter((file) => !files.has(file))
          .map((file) => `${path} loads ${file}, which is not there`),
      ),
  },
  {
    name: 'declared-dependencies',
    faults: ({ name = '', dependencies, peerDependencies }, files) => {
      const declared = new Set([name, ...Object.keys({ ...dependencies, ...peerDependencies })])
      return [...files].filter(([path]) => code.test(path)).flatMap(([path, text]) =>
        [...new Set(importsOf(text))]
          .filter((specifier) => !specifier.startsWith('.') && !isBuiltIn(specifier) && !declared.has(packageOf(specifier)))
          .map((specifier) => `${path} imports ${specifier}, which package.json does not name`),
      )
    },
  },
  {
    name: 'no-source-map',
    faults: (_manifest, files) =>
      [...files].filter(([path, text]) => code.test(path) && /^\/\/# sourceMappingURL=/m.test(text)).map(([path]) => `${path} points to a map of sources that are not published`),
  },
  {
    name: 'no-machine',
    faults: (_manifest, files) =>
      [...files].filter(([, text]) => /(?:^|[\s"'`(=])(?:file:\/\/)?\/(?:home|root|Users|work|tmp|build|builds)\/[\w.-]/.test(text)).map(([path]) => `${path} names a folder of the machine that built it`),
  },
]

/** Every breach of a rule by a tarball's files. */
export const brokenContentRules = (files: ReadonlyMap<string, string>): readonly string[] => {
  const manifest = JSON.parse(files.get('package.json') ?? '{}') as Manifest
  return contentRules.flatMap((rule) => rule.faults(manifest, files).map((fault) => `${rule.name}: ${fault}`))
}

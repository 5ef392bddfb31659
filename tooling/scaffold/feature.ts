import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { protocolVersion } from '@palaver/protocol'
import { entriesOf } from './entries.ts'
import type { FeatureNames } from './names.ts'

const template = fileURLToPath(new URL('./template/', import.meta.url))

type Blanks = FeatureNames & { readonly version: string }

/** Fills the blanks: `{{name}}` in a text, `__name__` in a path. */
const fill = (text: string, names: Blanks): string =>
  text.replaceAll(/\{\{(\w+)\}\}|__([a-z]+)__/g, (_whole, inText: string | undefined, inPath: string | undefined) => {
    const value = names[(inText ?? inPath) as keyof Blanks]
    if (!value) throw new Error(`unable to fill a template; there is no name ${inText ?? inPath}`)
    return value
  })

/** Names that the feature would declare and that something exported has already. */
const takenNames = (root: string, { things, thing, Things, Thing }: FeatureNames): readonly string[] => {
  const wanted = new RegExp(`^export (?:const|type|interface|class) (${[things, thing, Things, Thing].join('|')})\\b`, 'gm')
  return globSync('packages/{protocol,client,react}/src/**/*.{ts,tsx}', { cwd: root }).flatMap((path) =>
    [...readFileSync(join(root, path), 'utf8').matchAll(wanted)].map(([, name]) => `${name} of ${path}`),
  )
}

/**
 * Writes a feature into the workspace at `root` and enters it where features are listed; returns the paths, new ones first.
 * Nothing is written unless all can be.
 * @throws {Error} when the feature or one of its names exists, or a list is not where it was.
 */
export const writeFeature = (root: string, names: FeatureNames): { readonly made: readonly string[]; readonly changed: readonly string[] } => {
  const blanks = { ...names, version: protocolVersion }
  const files = new Map(
    globSync('**/*.txt', { cwd: template }).sort().map((path) => [fill(path.slice(0, -'.txt'.length), blanks), fill(readFileSync(join(template, path), 'utf8'), blanks)]),
  )
  const existing = [
    ...[...files.keys()].filter((path) => existsSync(join(root, path))),
    ...globSync(`packages/*/src/features/${names.feature}`, { cwd: root }),
    ...takenNames(root, names),
  ]
  if (existing.length > 0) throw new Error(`unable to make the feature ${names.feature}; there is already ${existing.join(', ')}`)
  const changes = new Map<string, string>()
  for (const { path, change } of entriesOf(names)) changes.set(path, change({ path, text: changes.get(path) ?? readFileSync(join(root, path), 'utf8') }))
  for (const [path, text] of [...files, ...changes]) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return { made: [...files.keys()], changed: [...changes.keys()] }
}

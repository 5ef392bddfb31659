import { appendTo, insertCall, insertExportedType, insertLine, type Source } from './insert.ts'
import type { FeatureNames } from './names.ts'

/** A change of a file that lists the features. */
export interface Entry {
  readonly path: string
  readonly change: (source: Source) => string
}

const featureLine = /^export .*'\.\/features\/[a-z-]+\/[a-z-]+\.ts'$/

const protocolEntries = ({ feature, words, things, thing, Thing }: FeatureNames): readonly Entry[] => {
  const src = 'packages/protocol/src'
  return [
    { path: `${src}/registry.ts`, change: (source) => insertLine(source, /^import \* as \w+ from '\.\/features\//, `import * as ${things} from './features/${feature}/contract.ts'`) },
    { path: `${src}/registry.ts`, change: (source) => appendTo(source, 'commands', `${things}.announce${Thing}`) },
    { path: `${src}/registry.ts`, change: (source) => appendTo(source, 'ephemerals', `${things}.${thing}Announced`) },
    ...['contract', 'schemas'].map((file) => ({
      path: `${src}/definitions.ts`,
      change: (source: Source) => insertLine(source, featureLine, `export * from './features/${feature}/${file}.ts'`),
    })),
    { path: `${src}/documents/tags.ts`, change: (source) => appendTo(source, 'features', `${/-/.test(feature) ? `'${feature}'` : feature}: { nouns: ['${thing}'], description: 'Announcing ${words}.' }`) },
  ]
}

const serverEntries = ({ feature, Things }: FeatureNames): readonly Entry[] => {
  const root = 'packages/server/src/features/index.ts'
  return [
    { path: root, change: (source) => insertLine(source, /^import (?:type )?\{.*from '\.\/[a-z-]+\/[a-z-]+\.ts'$/, `import { create${Things} } from './${feature}/index.ts'`) },
    { path: root, change: (source) => insertCall(source, 'composeFeatures', `create${Things}({ commands, sql: database, bus, runtime })`) },
  ]
}

const clientEntries = ({ feature, noun, things, Things, Thing }: FeatureNames): readonly Entry[] => [
  { path: 'packages/client/src/index.ts', change: (source) => insertLine(source, featureLine, `export { type ${Things}, ${things} } from './features/${feature}/${feature}.ts'`) },
  { path: 'packages/client/src/index.ts', change: (source) => insertExportedType(source, '@palaver/protocol', Thing) },
  { path: 'packages/react/src/index.ts', change: (source) => insertLine(source, featureLine, `export { useAnnounce${Thing}, use${Thing} } from './features/${feature}/use-${noun}.ts'`) },
]

/** Where the feature must be entered for all to know it, in every package. */
export const entriesOf = (names: FeatureNames): readonly Entry[] => [...protocolEntries(names), ...serverEntries(names), ...clientEntries(names)]

import { protocolVersion } from '@palaver/protocol'
import { appendTo, appendToJson, insertCall, insertExportedType, insertLine, type Source } from './insert.ts'
import type { FeatureNames } from './names.ts'

/** A change of a file that lists the features. */
export interface Entry {
  readonly path: string
  readonly change: (source: Source) => string
}

const featureLine = /^export .*'\.\/features\/[a-z-]+\/[a-z-]+\.ts'$/
const conversationId = '0192f0c5-1111-7aaa-9bbb-00000000c0de'

const protocolEntries = ({ feature, words, things, thing, Thing }: FeatureNames): readonly Entry[] => {
  const example = { conversationId, userId: '0192f0c4-7d3a-7b1e-8f00-0000000000b2', text: 'hello', announcedAt: 1_795_226_400_000 }
  const exchange = { input: { conversationId, text: 'hello' }, output: { [thing]: example } }
  const vector = (name: string, value: object, indent: number): string =>
    `"${name}": ${JSON.stringify([value], null, 2).replaceAll('\n', `\n${' '.repeat(indent)}`)}`
  const src = 'packages/protocol/src'
  const vectors = `packages/protocol/test/vectors/${protocolVersion}`
  return [
    { path: `${src}/registry.ts`, change: (source) => insertLine(source, /^import \* as \w+ from '\.\/features\//, `import * as ${things} from './features/${feature}/contract.ts'`) },
    { path: `${src}/registry.ts`, change: (source) => appendTo(source, 'commands', `${things}.announce${Thing}`) },
    { path: `${src}/registry.ts`, change: (source) => appendTo(source, 'ephemerals', `${things}.${thing}Announced`) },
    ...['contract', 'schemas'].map((file) => ({
      path: `${src}/definitions.ts`,
      change: (source: Source) => insertLine(source, featureLine, `export * from './features/${feature}/${file}.ts'`),
    })),
    { path: `${src}/documents/tags.ts`, change: (source) => appendTo(source, 'features', `${/-/.test(feature) ? `'${feature}'` : feature}: { nouns: ['${thing}'], description: 'Announcing ${words}.' }`) },
    { path: `${vectors}/commands.json`, change: (source) => appendToJson(source, [], vector(`${thing}.announce`, exchange, 2)) },
    { path: `${vectors}/events.json`, change: (source) => appendToJson(source, ['ephemeral'], vector(`${thing}.announced`, { [thing]: example }, 4)) },
  ]
}

const serverEntries = ({ feature, thing, Things }: FeatureNames): readonly Entry[] => {
  const root = 'packages/server/src/features/index.ts'
  const cases = 'packages/server/test/doors/answers.test.ts'
  return [
    { path: root, change: (source) => insertLine(source, /^import (?:type )?\{.*from '\.\/[a-z-]+\/[a-z-]+\.ts'$/, `import { create${Things} } from './${feature}/index.ts'`) },
    { path: root, change: (source) => insertCall(source, 'composeFeatures', `create${Things}({ commands, sql: database, bus, runtime })`) },
    { path: cases, change: (source) => insertLine(source, /^import .*'\.\/cases\//, `import { ${thing}Cases } from './cases/${feature}.ts'`) },
    { path: cases, change: (source) => appendTo(source, 'cases', `...${thing}Cases`) },
    {
      path: 'packages/server/test/features/query-counts.test.ts',
      change: (source) => appendTo(source, 'costs', `'${thing}.announce': { trips: 1, arrange: ({ groupId }) => ({ input: { conversationId: groupId, text: 'hello' } }) }`),
    },
  ]
}

const clientEntries = ({ feature, noun, things, thing, Things, Thing }: FeatureNames): readonly Entry[] => [
  { path: 'packages/client/src/index.ts', change: (source) => insertLine(source, featureLine, `export { type ${Things}, ${things} } from './features/${feature}/${feature}.ts'`) },
  { path: 'packages/client/src/index.ts', change: (source) => insertExportedType(source, '@palaver/protocol', Thing) },
  { path: 'packages/client/src/commands/rest-paths.ts', change: (source) => appendTo(source, 'restPaths', `'${thing}.announce': 'POST conversations/:conversationId/${feature}'`) },
  { path: 'packages/react/src/index.ts', change: (source) => insertLine(source, featureLine, `export { useAnnounce${Thing}, use${Thing} } from './features/${feature}/use-${noun}.ts'`) },
]

/** Where the feature must be entered for all to know it, in every package. */
export const entriesOf = (names: FeatureNames): readonly Entry[] => [...protocolEntries(names), ...serverEntries(names), ...clientEntries(names)]

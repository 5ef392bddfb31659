/** Files that list the features: each feature is a line or an entry of them, and nothing else of it. */
export const lists: readonly string[] = [
  'packages/protocol/src/registry.ts',
  'packages/protocol/src/definitions.ts',
  'packages/protocol/src/documents/tags.ts',
  'packages/protocol/src/error-table.ts',
  'packages/protocol/src/errors.ts',
  'packages/protocol/src/features/messages/content.ts',
  'packages/protocol/src/features/messages/notes.ts',
  'packages/protocol/src/features/messages/parts.ts',
  'packages/protocol/src/features/messages/send-options.ts',
  'packages/protocol/src/features/private-rows/kinds.ts',
  'packages/core/src/index.ts',
  'packages/core/src/features/messages/lasting-parts.ts',
  'packages/core/src/features/permissions/permissions.ts',
  'packages/core/src/features/search/searched-text.ts',
  'packages/server/src/features/index.ts',
  'packages/server/src/features/conversation-features.ts',
  'packages/server/src/features/tables.ts',
  'packages/client/src/index.ts',
  'packages/react/src/index.ts',
  'apps/demo/src/features/composer-extensions.ts',
  'apps/demo/src/features/message-extensions.ts',
  'apps/demo/src/fixture/client.ts',
]

/** The kind of what no hand touches. */
export const generated = 'made by npm run generate, freeze and api'

const kinds: readonly (readonly [kind: string, belongs: (path: string) => boolean])[] = [
  [generated, (path) => /^api\/|^packages\/protocol\/(?:generated|released)\/|^docs\/errors\.md$|\/rest-paths\.ts$/.test(path)],
  ['lists', (path) => lists.includes(path)],
  ['migrations', (path) => path.startsWith('packages/server/migrations/')],
  ['prose', (path) => path.endsWith('.md')],
  ['the demo', (path) => path.startsWith('apps/')],
  ['tests and tools', (path) => /\/test\/|^(?:tooling|bench|deploy)\//.test(path)],
  ['code of others', () => true],
]

/** What kind of file this is, to whoever adds a feature. */
export const kindOf = (path: string): string => kinds.find(([, belongs]) => belongs(path))?.[0] ?? ''

/** The kinds, in the order of a report. */
export const kindsOfFiles: readonly string[] = kinds.map(([kind]) => kind)

// Writes what is made from the contract; with --check only says which of the files differ.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { protocolVersion } from '@palaver/protocol'
import { asyncApiDocument, errorsPage, openApiDocument } from '@palaver/protocol/documents'
import { type Examples, featureVectors, frameVectors } from '../packages/protocol/test/support/vectors.ts'
import { restPathsModule } from './contract/rest-paths.ts'

const first = (lists: Examples): object => Object.fromEntries(Object.entries(lists).map(([name, [example]]) => [name, example]))

/** The first golden vector of everything. */
const examplesDocument = (): object => {
  const { commands, durable, ephemeral } = featureVectors(protocolVersion)
  const frames = { ...frameVectors('client-frames', protocolVersion), ...frameVectors('server-frames', protocolVersion) }
  return { commands: first(commands), frames: first(frames), events: first({ ...durable, ...ephemeral }) }
}

const json = (document: object): string => `${JSON.stringify(document, null, 2)}\n`

const documents: Readonly<Record<string, string>> = {
  'packages/protocol/generated/openapi.json': json(openApiDocument()),
  'packages/protocol/generated/asyncapi.json': json(asyncApiDocument()),
  'packages/protocol/generated/examples.json': json(examplesDocument()),
  'packages/client/src/commands/rest-paths.ts': restPathsModule(),
  'docs/errors.md': errorsPage(),
}

const differing = Object.keys(documents).filter((path) => !existsSync(path) || readFileSync(path, 'utf8') !== documents[path])
if (process.argv.includes('--check')) {
  for (const path of differing) console.error(`${path} differs from the contract; run \`npm run generate\``)
  if (differing.length === 0) console.log(`${Object.keys(documents).length} documents agree with the contract`)
  process.exitCode = differing.length > 0 ? 1 : 0
} else {
  for (const path of differing) writeFileSync(path, documents[path] ?? '')
  console.log(differing.length > 0 ? `Wrote ${differing.join(', ')}` : 'Nothing has changed')
}

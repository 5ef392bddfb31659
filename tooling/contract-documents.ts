// Writes the documents that are made from the contract; with --check only says which of them differ.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { protocolVersion } from '@palaver/protocol'
import { asyncApiDocument, errorsPage, openApiDocument } from '@palaver/protocol/documents'

type Vectors = Readonly<Record<string, readonly unknown[]>>
const vectors = (file: string): Vectors =>
  JSON.parse(readFileSync(`packages/protocol/test/vectors/${protocolVersion}/${file}.json`, 'utf8')) as Vectors
const first = (lists: Vectors): object => Object.fromEntries(Object.entries(lists).map(([name, [example]]) => [name, example]))

/** The first golden vector of everything. */
const examplesDocument = (): object => {
  const { durable, ephemeral } = vectors('events') as unknown as Readonly<Record<'durable' | 'ephemeral', Vectors>>
  return { commands: first(vectors('commands')), frames: first({ ...vectors('client-frames'), ...vectors('server-frames') }), events: first({ ...durable, ...ephemeral }) }
}

const json = (document: object): string => `${JSON.stringify(document, null, 2)}\n`

const documents: Readonly<Record<string, string>> = {
  'packages/protocol/generated/openapi.json': json(openApiDocument()),
  'packages/protocol/generated/asyncapi.json': json(asyncApiDocument()),
  'packages/protocol/generated/examples.json': json(examplesDocument()),
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

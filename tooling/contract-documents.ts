// Writes the documents that are made from the contract; with --check only says which of them differ.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { asyncApiDocument, errorsPage, openApiDocument } from '@palaver/protocol/documents'

const json = (document: object): string => `${JSON.stringify(document, null, 2)}\n`

const documents: Readonly<Record<string, string>> = {
  'packages/protocol/generated/openapi.json': json(openApiDocument()),
  'packages/protocol/generated/asyncapi.json': json(asyncApiDocument()),
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

// Fails when the contract breaks a released version of its major; with --freeze writes the contract down as the release of its version.
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { protocolVersion } from '@palaver/protocol'
import { contractDocument, type JsonObject } from '@palaver/protocol/documents'
import { breakingChanges } from './contract/breaking-changes.ts'

const folder = 'packages/protocol/released'
const contract = contractDocument()
const version = protocolVersion
const file = `${folder}/${version}.json`
const major = (name: string): string => name.split('.')[0] ?? ''
const { version: published } = JSON.parse(readFileSync('packages/protocol/package.json', 'utf8')) as { version: string }

if (process.argv.includes('--freeze')) {
  const mayReplace = published === '0.0.0'
  if (!mayReplace && readdirSync(folder).includes(`${version}.json`)) {
    console.error(`unable to freeze ${version}; it is released, so raise protocolVersion in packages/protocol/src/version.ts`)
    process.exitCode = 1
  } else {
    writeFileSync(file, `${JSON.stringify(contract, null, 1)}\n`)
    console.log(`Wrote ${file}`)
  }
} else {
  const released = readdirSync(folder).filter((name) => name.endsWith('.json') && major(name) === major(version))
  for (const name of released) {
    const before = JSON.parse(readFileSync(`${folder}/${name}`, 'utf8')) as JsonObject
    const broken = breakingChanges(before, contract)
    for (const each of broken) console.error(`breaks ${name.replace('.json', '')}: ${each}`)
    if (broken.length > 0) process.exitCode = 1
  }
  if (process.exitCode === 1) console.error('Inside a major version nothing is taken away (VER-2). Before the first release: npm run freeze')
  else console.log(`The contract keeps what ${released.join(', ')} promised`)
}

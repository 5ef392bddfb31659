// Packs the packages as they would be published and checks the tarballs. `node tooling/package-check.ts`, after a build.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { brokenContentRules } from './packaging/content-rules.ts'
import { filesOf, packAll } from './packaging/pack.ts'
import { root } from './packaging/packages.ts'

/** What publint says of a tarball, suggestions too. */
const publintFaults = async (data: Uint8Array): Promise<readonly string[]> => {
  const { messages, pkg } = await publint({ pack: { tarball: Uint8Array.from(data).buffer } })
  return messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false }) ?? message.code}`)
}

/** What "are the types wrong" says of a tarball for node16 and bundlers. ES modules alone are meant: docs/decisions/0013-es-modules-only.md. */
const typeFaults = async (data: Uint8Array): Promise<readonly string[]> => {
  const result = await checkPackage(createPackageFromTarballData(data))
  if (result.types === false) return ['types: there are none']
  return result.problems
    .filter((problem) => problem.kind !== 'CJSResolvesToESM' && !('resolutionKind' in problem && problem.resolutionKind === 'node10'))
    .map((problem) => `types: ${JSON.stringify(problem)}`)
}

const tarballs = await packAll(join(root, '.cache/packages/checked'))
for (const { name, path } of tarballs) {
  const data = await readFile(path)
  const files = filesOf(data)
  const faults = [...brokenContentRules(files), ...(await publintFaults(data)), ...(await typeFaults(data))]
  for (const fault of faults) console.error(`@palaver/${name}: ${fault}`)
  if (faults.length > 0) process.exitCode = 1
  else console.log(`@palaver/${name}: ${files.size} files, ${Math.round(data.byteLength / 1024)} kB`)
}

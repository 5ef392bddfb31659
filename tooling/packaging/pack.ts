import { execFile } from 'node:child_process'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createPackageFromTarballData } from '@arethetypeswrong/core'
import { pnpm } from '../run/install.mjs'
import { packageNames, root } from './packages.ts'

/** A package as people get it. */
export interface Tarball {
  readonly name: (typeof packageNames)[number]
  /** Path of the `.tgz`. */
  readonly path: string
}

/** Packs what stands in the packages' `dist` into an emptied `folder`. */
export const packAll = async (folder: string): Promise<readonly Tarball[]> => {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await promisify(execFile)('npx', ['--yes', pnpm, '--recursive', '--filter', './packages/*', 'pack', '--pack-destination', folder], { cwd: root })
  const versions = packageNames.map(async (name) => JSON.parse(await readFile(join(root, 'packages', name, 'package.json'), 'utf8')) as { version: string })
  return Promise.all(packageNames.map(async (name, index) => ({ name, path: join(folder, `palaver-${name}-${(await versions[index])?.version}.tgz`) })))
}

/** The texts of a tarball by their paths in it. */
export const filesOf = (data: Uint8Array): ReadonlyMap<string, string> => {
  const content = createPackageFromTarballData(data)
  const folder = `/node_modules/${content.packageName}/`
  return new Map(content.listFiles().map((path) => [path.slice(folder.length), content.readFile(path)]))
}

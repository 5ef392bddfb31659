import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { basename, join } from 'node:path'

/** What is made, installed or left by a run; git ignores it, too. */
const leftOut = new Set(['.git', '.cache', '.palaver', 'coverage', 'dist', 'node_modules', 'out', 'screenshots'])

/** Links what is installed; the workspace's own packages are those of the copy, since pnpm's links to them are relative. */
const linkModules = (from: string, to: string): void => {
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(from)) {
    if (name === '@palaver') cpSync(join(from, name), join(to, name), { recursive: true, verbatimSymlinks: true })
    else symlinkSync(join(from, name), join(to, name))
  }
}

/** Copies the sources of the workspace at `root` to `target`, where they run with the packages that are installed here. */
export const copyWorkspace = (root: string, target: string): void => {
  cpSync(root, target, { recursive: true, filter: (path) => !leftOut.has(basename(path)) })
  const folders = ['.', 'bench', 'tooling', ...['packages', 'apps'].flatMap((folder) => readdirSync(join(target, folder)).map((name) => join(folder, name)))]
  for (const folder of folders.map((each) => join(each, 'node_modules'))) {
    if (existsSync(join(root, folder))) linkModules(join(root, folder), join(target, folder))
  }
}

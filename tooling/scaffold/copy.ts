import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'

const ownFiles = (root: string): readonly string[] =>
  execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root, encoding: 'utf8', maxBuffer: 16_000_000 }).split('\0').filter(Boolean)

/** Links what is installed; the workspace's own packages are those of the copy, since pnpm's links to them are relative. */
const linkModules = (from: string, to: string): void => {
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(from)) {
    if (name === '@palaver') cpSync(join(from, name), join(to, name), { recursive: true, verbatimSymlinks: true })
    else symlinkSync(join(from, name), join(to, name))
  }
}

/** Copies the workspace at `root`, without what git ignores, to `target`; it runs there with the packages installed here. */
export const copyWorkspace = (root: string, target: string): void => {
  const files = ownFiles(root).filter((path) => existsSync(join(root, path)))
  for (const path of files) {
    mkdirSync(dirname(join(target, path)), { recursive: true })
    cpSync(join(root, path), join(target, path))
  }
  const workspaces = files.filter((path) => /(?:^|\/)package\.json$/.test(path)).map((path) => join(dirname(path), 'node_modules'))
  for (const path of workspaces) if (existsSync(join(root, path))) linkModules(join(root, path), join(target, path))
}

import { execFileSync } from 'node:child_process'

/** A file that names a feature, and the first line in which it does. */
export interface Mention {
  readonly path: string
  readonly line: string
}

/** Which files know a feature: those in folders of its name or named after it, and the others. */
export interface FeatureCost {
  readonly own: readonly string[]
  readonly others: readonly Mention[]
}

/** Their examples have names of features, and packages have names of their own. */
const leftOut = /^tooling\/(?:scaffold|cost)\/|^tooling\/(?:test\/)?(?:new-feature|feature-cost)\.|^CONTRIBUTING\.md$|-what-a-feature-costs\.md$|^pnpm-lock\.yaml$/

const isComment = (path: string, line: string): boolean => /\.(?:tsx?|mjs)$/.test(path) && /^\s*(?:\/\/|\/?\*)/.test(line)

const camel = (kebab: string): string => kebab.replaceAll(/-(\w)/g, (_whole, letter: string) => letter.toUpperCase())
const capital = (name: string): string => name.slice(0, 1).toUpperCase() + name.slice(1)

/** What a folder is called, and one of what it is named after: some features are not named after a thing (`hidden`). */
const namesOf = (feature: string): readonly string[] => [feature, feature.replace(/ies$/, 'y').replace(/([^s])s$/, '$1')]

/** Names of the feature as words, and as parts of names: `polls`, `pollPart`, `poll_votes`, `usePoll`, not `expect.poll(`. */
const wordsOf = (feature: string): string => {
  const names = namesOf(feature).flatMap((name) => [name, camel(name), name.replaceAll('-', '_')])
  return `(?<![A-Za-z])(?:${names.join('|')})(?![a-z(])|(?:${namesOf(feature).map((name) => capital(camel(name))).join('|')})(?![a-z])`
}

/** What knows the feature, in the workspace at `root`, as it is or as it was at a commit. Comments of code do not count. */
export const costOf = (root: string, feature: string, commit?: string): FeatureCost => {
  const git = (...args: readonly string[]): string => execFileSync('git', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 })
  const isOwn = new RegExp(`(?:^|/)(?:\\d+-)?(?:${namesOf(feature).join('|')})(?:[-.][^/]*)?(?:/|$)`)
  const found = git('grep', '-IzP', ...(commit === undefined ? ['--untracked'] : []), wordsOf(feature), ...(commit === undefined ? [] : [commit])).split('\n')
  const first = new Map<string, string>()
  for (const each of found) {
    const [named = '', line = ''] = each.split('\0')
    const path = commit === undefined ? named : named.slice(commit.length + 1)
    if (path !== '' && !leftOut.test(path) && !first.has(path) && !isComment(path, line)) first.set(path, line.trim())
  }
  return { own: [...first.keys()].filter((path) => isOwn.test(path)), others: [...first].filter(([path]) => !isOwn.test(path)).map(([path, line]) => ({ path, line })) }
}

import { basename } from 'node:path'

/** A file and its number of lines. */
export interface FileSize {
  readonly path: string
  readonly lines: number
}

const maxLines = 500
const maxMedian = 80
const maxP90 = 250
const kebab = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|suite|config|d))?\.tsx?$/
const forbiddenFiles = /^(?:utils?|helpers?|misc|common|types|constants)\.tsx?$/
const forbiddenFolders = /\/(?:utils?|helpers?|controllers|dtos?|types|common)\//

const isSource = ({ path }: FileSize): boolean => /^(?:packages|apps)\/[^/]+\/src\//.test(path)

const quantile = (sorted: readonly number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0

/** Lines of the source files, for each package and for all. */
export const sizesOf = (files: readonly FileSize[]): ReadonlyMap<string, { count: number; median: number; p90: number; max: number }> => {
  const groups = Map.groupBy(files.filter(isSource), ({ path }) => path.split('/')[1] ?? '')
  groups.set('all', files.filter(isSource))
  return new Map(
    [...groups].map(([name, group]) => {
      const sorted = group.map(({ lines }) => lines).sort((a, b) => a - b)
      return [name, { count: sorted.length, median: quantile(sorted, 0.5), p90: quantile(sorted, 0.9), max: sorted.at(-1) ?? 0 }]
    }),
  )
}

/** What is against the rules of size and name, one sentence each. */
export const brokenFileRules = (files: readonly FileSize[]): readonly string[] => {
  const all = sizesOf(files).get('all')
  return [
    ...files.filter(({ lines }) => lines > maxLines).map(({ path, lines }) => `${path} has ${lines} lines; at most ${maxLines} are allowed`),
    ...files
      .filter(({ path }) => forbiddenFiles.test(basename(path)) || forbiddenFolders.test(path))
      .map(({ path }) => `${path} is named after a kind of code; name it after what it does`),
    ...files.filter(({ path }) => !kebab.test(basename(path))).map(({ path }) => `${path} is not in kebab-case`),
    ...(all && all.median > maxMedian ? [`the median source file has ${all.median} lines; at most ${maxMedian} are wanted`] : []),
    ...(all && all.p90 > maxP90 ? [`one in ten source files has ${all.p90} lines or more; at most ${maxP90} are wanted`] : []),
  ]
}

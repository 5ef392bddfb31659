import { readInline } from './inline.ts'
import type { RichItem, RichList } from './tree.ts'

const marker = /^( {0,12})(?:[-*+]|(\d{1,3})[.)]) +(?=\S)/
const indented = /^ {2,}\S/

interface Entry {
  readonly inner: boolean
  readonly number: number | undefined
  readonly lines: string[]
}

const entryOf = (line: string, isFirst: boolean): Entry | undefined => {
  const [found, indent = '', number] = marker.exec(line) ?? []
  if (found === undefined || (isFirst && indent.length > 3)) return undefined
  return { inner: !isFirst && indent.length > 1, number: number === undefined ? undefined : Number(number), lines: [line.slice(found.length)] }
}

/** Does a list begin with this line? */
export const beginsList = (line: string): boolean => entryOf(line, true) !== undefined

/** The lists that begin at line `from`, one for each change of its sort, and the line after them. */
export const readLists = (lines: readonly string[], from: number): { readonly lists: readonly RichList[]; readonly end: number } => {
  const entries: Entry[] = []
  let end = from
  for (; end < lines.length; end++) {
    const line = lines[end] ?? ''
    const entry = entryOf(line, end === from)
    if (entry) entries.push(entry)
    else if (indented.test(line)) entries.at(-1)?.lines.push(line.trimStart())
    else break
  }
  const outer: Entry[][] = []
  for (const entry of entries) {
    if (entry.inner) outer.at(-1)?.push(entry)
    else outer.push([entry])
  }
  return { lists: grouped(outer.flatMap(([first, ...inner]) => (first ? { entry: first, item: itemOf(first, inner) } : []))), end }
}

const itemOf = (entry: Entry, inner: readonly Entry[]): RichItem => {
  const [list] = grouped(inner.map((one) => ({ entry: one, item: itemOf(one, []) })), true)
  return { ...(entry.number !== undefined && { number: entry.number }), children: readInline(entry.lines.join('\n')), ...(list && { list }) }
}

/** Neighbours of one sort make a list; with `together` all do, by the sort of the first. */
const grouped = (parts: readonly { readonly entry: Entry; readonly item: RichItem }[], together = false): readonly RichList[] => {
  const lists: { kind: 'list'; ordered: boolean; items: RichItem[] }[] = []
  for (const { entry, item } of parts) {
    const ordered = entry.number !== undefined
    const last = lists.at(-1)
    if (last && (together || last.ordered === ordered)) last.items.push(item)
    else lists.push({ kind: 'list', ordered, items: [item] })
  }
  return lists
}

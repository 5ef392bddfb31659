import { readInline } from './inline.ts'
import { beginsList, readLists } from './lists.ts'
import type { RichBlock } from './tree.ts'

const fence = /^ {0,3}```+ *([\w+#.-]{0,30}) *$/
const fenceEnd = /^ {0,3}```+ *$/
const quoted = /^ {0,3}>(?: |$)/
const deepestQuote = 2

/**
 * Reads a text in a small Markdown: bold, italic, strikethrough, code, links, quotes, lists, blocks of code, escapes; a line break is one. HTML is text
 * like any other. Never throws; takes time in proportion to the length.
 */
export const richTextOf = (text: string): readonly RichBlock[] => readBlocks(text.split(/\r\n|\r|\n/), deepestQuote)

function readBlocks(lines: readonly string[], quotesLeft: number): readonly RichBlock[] {
  const blocks: RichBlock[] = []
  const lastFence = lines.findLastIndex((line) => fenceEnd.test(line))
  let plain: string[] = []
  const endParagraph = () => {
    if (plain.length > 0) blocks.push({ kind: 'paragraph', children: readInline(plain.join('\n')) })
    plain = []
  }
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? ''
    const [, language] = at < lastFence ? (fence.exec(line) ?? []) : []
    if (language !== undefined) {
      endParagraph()
      const end = endOf(lines, at + 1, (one) => !fenceEnd.test(one))
      blocks.push({ kind: 'code-block', ...(language !== '' && { language }), text: lines.slice(at + 1, end).join('\n') })
      at = end + 1
    } else if (quotesLeft > 0 && quoted.test(line)) {
      endParagraph()
      const end = endOf(lines, at, (one) => quoted.test(one))
      blocks.push({ kind: 'quote', children: readBlocks(lines.slice(at, end).map((one) => one.replace(quoted, '')), quotesLeft - 1) })
      at = end
    } else if (beginsList(line)) {
      endParagraph()
      const { lists, end } = readLists(lines, at)
      blocks.push(...lists)
      at = end
    } else {
      if (line.trim() === '') endParagraph()
      else plain.push(line)
      at++
    }
  }
  endParagraph()
  return blocks
}

const endOf = (lines: readonly string[], from: number, belongs: (line: string) => boolean): number => {
  let end = from
  while (end < lines.length && belongs(lines[end] ?? '')) end++
  return end
}

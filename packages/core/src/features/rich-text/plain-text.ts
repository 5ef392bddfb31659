import { richTextOf } from './rich-text.ts'
import type { RichBlock, RichInline, RichList } from './tree.ts'

const inlineText = (nodes: readonly RichInline[]): string =>
  nodes.map((node) => (node.kind === 'break' ? '\n' : 'text' in node ? node.text : inlineText(node.children))).join('')

const listText = ({ items }: RichList): string =>
  items.map(({ number, children, list }) => `${number === undefined ? '•' : `${number}.`} ${inlineText(children)}${list ? `\n${listText(list)}` : ''}`).join('\n')

const blocksText = (blocks: readonly RichBlock[]): string =>
  blocks
    .map((block) => {
      if (block.kind === 'list') return listText(block)
      if (block.kind === 'code-block') return block.text
      return block.kind === 'quote' ? blocksText(block.children) : inlineText(block.children)
    })
    .join('\n')

/** A text without its marks, for previews and for those who listen: lists keep their numbers and dots, links their text. */
export const withoutMarks = (text: string): string => blocksText(richTextOf(text))

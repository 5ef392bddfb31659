import { type RichBlock, type RichInline, type RichList, richTextOf } from '@palaver/client'
import { Fragment, memo, type ReactNode, useMemo } from 'react'
import { defaultRenderers, type RichTextRenderers } from './renderers.tsx'

/** What `RichText` takes. */
export interface RichTextProps {
  readonly text: string
  /** Takes the place of the elements that it names; best made once, outside of components. */
  readonly renderers?: Partial<RichTextRenderers>
}

const inlineElement = (node: RichInline, made: RichTextRenderers): ReactNode => {
  if (node.kind === 'text') return made.text({ text: node.text })
  if (node.kind === 'code') return made.code({ text: node.text })
  if (node.kind === 'break') return made.break()
  const children = inline(node.children, made)
  return node.kind === 'link' ? made.link({ href: node.href, children }) : made[node.kind]({ children })
}

const inline = (nodes: readonly RichInline[], made: RichTextRenderers): ReactNode =>
  nodes.map((node, index) => <Fragment key={index}>{inlineElement(node, made)}</Fragment>)

const listElement = ({ ordered, items }: RichList, made: RichTextRenderers): ReactNode =>
  made.list({
    ordered,
    children: items.map(({ number, children, list }, index) => (
      <Fragment key={index}>
        {made.item({ ...(number !== undefined && { number }), children: <>{inline(children, made)}{list && listElement(list, made)}</> })}
      </Fragment>
    )),
  })

const blockElement = (block: RichBlock, made: RichTextRenderers): ReactNode => {
  if (block.kind === 'list') return listElement(block, made)
  if (block.kind === 'code-block') return made.codeBlock(block)
  return block.kind === 'quote' ? made.quote({ children: blocks(block.children, made) }) : made.paragraph({ children: inline(block.children, made) })
}

const blocks = (list: readonly RichBlock[], made: RichTextRenderers): ReactNode =>
  list.map((block, index) => <Fragment key={index}>{blockElement(block, made)}</Fragment>)

/** A text with its marks, as elements; what people write never becomes markup. Needs no provider. */
export const RichText = memo(({ text, renderers }: RichTextProps) => {
  const tree = useMemo(() => richTextOf(text), [text])
  return blocks(tree, { ...defaultRenderers, ...renderers })
})

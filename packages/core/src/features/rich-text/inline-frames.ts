import { misleads } from './addresses.ts'
import type { RichInline } from './tree.ts'

/** A mark that was opened: `**`, `_`, `[` and the like, and what came since. */
interface Frame {
  readonly mark: string
  readonly children: RichInline[]
}

const kinds = { '*': 'emphasis', _: 'emphasis', '**': 'strong', __: 'strong', '~~': 'strike' } as const

const append = (list: RichInline[], node: RichInline): void => {
  const last = list.at(-1)
  if (node.kind === 'text' && last?.kind === 'text') list[list.length - 1] = { kind: 'text', text: last.text + node.text }
  else if (node.kind !== 'text' || node.text !== '') list.push(node)
}

/**
 * What was read of a line, with the marks that are open. Each mark is open once at most: that bounds the depth, and, since a node only ever moves
 * towards the root, the time.
 */
export class InlineFrames {
  readonly #root: Frame = { mark: '', children: [] }
  readonly #open: Frame[] = []

  add(node: RichInline): void {
    append((this.#open.at(-1) ?? this.#root).children, node)
  }

  text(text: string): void {
    this.add({ kind: 'text', text })
  }

  isOpen(mark: string): boolean {
    return this.#open.some((frame) => frame.mark === mark)
  }

  /** The innermost open one of the marks. */
  innermost(marks: readonly string[]): string | undefined {
    return this.#open.findLast(({ mark }) => marks.includes(mark))?.mark
  }

  /** Opens a mark; one that was open already turns out to be text. */
  open(mark: string): void {
    this.giveUp(mark)
    this.#open.push({ mark, children: [] })
  }

  /** Ends an open mark: what it held becomes one node, marks opened since then are text. */
  close(mark: keyof typeof kinds): void {
    const children = this.#take(mark)
    this.add({ kind: kinds[mark], children })
  }

  /** Ends an open bracket. Addresses in it are text; a link that nobody could see, or that shows another address, stays text. */
  closeLink(href: string, source: string): void {
    const held = this.#take('[')
    const children = withoutLinks(held)
    const shown = textOf(children)
    if (/[^\s\p{Cf}\p{Cc}]/u.test(shown) && !misleads(shown, href)) return this.add({ kind: 'link', href, children })
    this.text('[')
    held.forEach((child) => this.add(child))
    this.text(source)
  }

  /** An open mark turns out to be text. */
  giveUp(mark: string): void {
    const index = this.#open.findIndex((frame) => frame.mark === mark)
    const [frame] = index < 0 ? [] : this.#open.splice(index, 1)
    if (!frame) return
    const parent = (this.#open[index - 1] ?? this.#root).children
    append(parent, { kind: 'text', text: mark })
    for (const child of frame.children) append(parent, child)
  }

  end(): readonly RichInline[] {
    while (this.#open[0]) this.giveUp(this.#open[0].mark)
    return this.#root.children
  }

  #take(mark: string): readonly RichInline[] {
    const index = this.#open.findIndex((frame) => frame.mark === mark)
    while (this.#open.length > index + 1) this.giveUp(this.#open.at(-1)?.mark ?? '')
    return this.#open.pop()?.children ?? []
  }
}

const textOf = (nodes: readonly RichInline[]): string => nodes.map((node) => (node.kind === 'break' ? '\n' : 'text' in node ? node.text : textOf(node.children))).join('')

const withoutLinks = (nodes: readonly RichInline[]): readonly RichInline[] =>
  nodes
    .flatMap((node) => (node.kind === 'link' ? node.children : 'children' in node ? { ...node, children: withoutLinks(node.children) } : node))
    .reduce<RichInline[]>((list, node) => (append(list, node), list), [])

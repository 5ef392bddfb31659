/** What stands in a line. Marks of one sort are never inside themselves, so nesting ends after a few levels. */
export type RichInline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis' | 'strike'; readonly children: readonly RichInline[] }
  | { readonly kind: 'code'; readonly text: string }
  /** `href` begins with `http://`, `https://` or `mailto:`, and holds no user name. Nothing inside it is a link. */
  | { readonly kind: 'link'; readonly href: string; readonly children: readonly RichInline[] }
  | { readonly kind: 'break' }

/** An entry of a list; `number` as it was written, in ordered lists. */
export interface RichItem {
  readonly number?: number
  readonly children: readonly RichInline[]
  readonly list?: RichList
}

/** A list; those inside its items have no more lists inside. */
export interface RichList {
  readonly kind: 'list'
  readonly ordered: boolean
  readonly items: readonly RichItem[]
}

/** A block of a text. Quotes hold at most one more level of quotes. */
export type RichBlock =
  | { readonly kind: 'paragraph'; readonly children: readonly RichInline[] }
  | { readonly kind: 'code-block'; readonly language?: string; readonly text: string }
  | { readonly kind: 'quote'; readonly children: readonly RichBlock[] }
  | RichList

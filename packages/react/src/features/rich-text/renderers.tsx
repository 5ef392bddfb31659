import type { ReactNode } from 'react'

interface Held {
  readonly children: ReactNode
}

/** How the parts of a rich text become elements; each gets what it holds as React children. */
export interface RichTextRenderers {
  /** A stretch of text: the place to show mentions and the like. */
  readonly text: (props: { readonly text: string }) => ReactNode
  readonly strong: (props: Held) => ReactNode
  readonly emphasis: (props: Held) => ReactNode
  readonly strike: (props: Held) => ReactNode
  readonly code: (props: { readonly text: string }) => ReactNode
  /** `href` is http, https or mailto. */
  readonly link: (props: Held & { readonly href: string }) => ReactNode
  readonly break: () => ReactNode
  readonly paragraph: (props: Held) => ReactNode
  readonly codeBlock: (props: { readonly text: string; readonly language?: string }) => ReactNode
  readonly quote: (props: Held) => ReactNode
  readonly list: (props: Held & { readonly ordered: boolean }) => ReactNode
  /** `number` is what stands before the entry of an ordered list. */
  readonly item: (props: Held & { readonly number?: number }) => ReactNode
}

/** Plain elements without classes; links open elsewhere and tell nobody where they come from. */
export const defaultRenderers: RichTextRenderers = {
  text: ({ text }) => text,
  strong: ({ children }) => <strong>{children}</strong>,
  emphasis: ({ children }) => <em>{children}</em>,
  strike: ({ children }) => <s>{children}</s>,
  code: ({ text }) => <code>{text}</code>,
  link: ({ href, children }) => <a href={href} title={href} target="_blank" rel="noopener noreferrer nofollow" dir="auto">{children}</a>,
  break: () => <br />,
  paragraph: ({ children }) => <p>{children}</p>,
  codeBlock: ({ text, language }) => <pre data-language={language} tabIndex={0} dir="ltr"><code>{text}</code></pre>,
  quote: ({ children }) => <blockquote>{children}</blockquote>,
  list: ({ ordered, children }) => (ordered ? <ol>{children}</ol> : <ul>{children}</ul>),
  item: ({ number, children }) => <li value={number}>{children}</li>,
}

import type { Content } from '@palaver/protocol'

/** What a message says; empty unless it is text. */
export const textOf = ({ content }: { readonly content: Content }): string => (content.kind === 'text' ? content.text : '')

import type { Content } from '@palaver/protocol'

/** What is searched of a message, and what highlights count in; undefined for kinds without text. */
export const searchedText = (content: Content): string | undefined => {
  if (content.kind === 'text') return content.text
  if (content.kind === 'poll') return [content.question, ...content.options.map(({ text }) => text)].join('\n')
  return undefined
}

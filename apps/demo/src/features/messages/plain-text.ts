import { type Content, withoutMarks } from '@palaver/client'
import { texts } from '../../text/texts.ts'
import { mapHref } from '../kinds/links.ts'

const shownByExtensions: ReadonlySet<string> = new Set(['deleted', 'location', 'contact', 'poll', 'custom'])

/** The text in the bubble; undefined for kinds that an extension shows in its own way (`Content` of a MessageExtension). */
export const textToShow = (content: Content): string | undefined => (shownByExtensions.has(content.kind) ? undefined : writtenText(content))

/** What a message says, as it was written; a kind that is newer than this app is named as such. */
export const writtenText = (content: Content): string => {
  if (content.kind === 'text') return content.text
  if (content.kind === 'deleted') return content.expired ? texts.disappearing.gone : texts.deletions.deleted
  if (content.kind === 'restricted') return texts.restricted.notForYou
  if (content.kind === 'location') return `${content.label ?? texts.messages.location}: ${mapHref(content)}`
  if (content.kind === 'contact') return [content.name, content.phone, content.email].filter((part) => part !== undefined).join('\n')
  if (content.kind === 'poll') return texts.polls.described(content.question)
  return (content.kind === 'custom' ? content.fallback : undefined) ?? texts.messages.unknownKind
}

/** What a message says without its marks: for previews, quotes and those who listen. */
export const plainText = (content: Content): string => (content.kind === 'text' ? withoutMarks(content.text) : writtenText(content))

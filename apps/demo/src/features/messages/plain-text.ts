import type { Content } from '@palaver/client'
import { texts } from '../../text/texts.ts'

const shownByExtensions: ReadonlySet<string> = new Set()

/** The text in the bubble; undefined for kinds that an extension shows in its own way (`Content` of a MessageExtension). */
export const textToShow = (content: Content): string | undefined => (shownByExtensions.has(content.kind) ? undefined : plainText(content))

/** What a message says, as text; a kind that is newer than this app is named as such. */
export const plainText = (content: Content): string => (content.kind === 'text' ? content.text : texts.messages.unknownKind)

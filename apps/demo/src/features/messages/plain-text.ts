import type { Content } from '@palaver/client'
import { texts } from '../../text/texts.ts'

/** What a message says, as text; a kind that is newer than this app is named as such. */
export const plainText = (content: Content): string => (content.kind === 'text' ? content.text : texts.messages.unknownKind)

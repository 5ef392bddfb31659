import type { Content } from '@palaver/protocol'
import { isPoll, textOfPoll } from '../polls/polls.ts'

/** What is searched of a message, and what highlights count in; undefined for kinds without text. Each kind of content with a text is a line here. */
export const searchedText = (content: Content): string | undefined => {
  if (content.kind === 'text') return content.text
  if (isPoll(content)) return textOfPoll(content)
  return undefined
}

import { searchedText, wordsOf } from '@palaver/core'
import type { Content, MessageHolding, MessageParts } from '@palaver/protocol'

// No word of a text holds such signs.

/** Stands among the words of a message that holds such a thing. */
export const holdingWord = (holding: MessageHolding): string => `#${holding}`

/** Stands among the words of a message of this sender: a part of the id, the rest is compared with the row. */
export const senderWord = (senderId: string): string => `@${senderId.slice(-8)}`

const link = /\bhttps?:\/\/[^\s/]/iu

/** What of a message gives it words. */
export interface Worded {
  readonly senderId: string
  readonly content: Content
  readonly parts: MessageParts | null
}

/** The words by which a message is found; none when it is not to be found. */
export function messageWords({ content, senderId, parts }: Worded): string[] {
  const text = searchedText(content)
  if (text === undefined || parts?.stream?.state === 'open') return []
  const words = wordsOf(text).add(senderWord(senderId))
  if (link.test(text)) words.add(holdingWord('link'))
  if (parts?.mentions) words.add(holdingWord('mention'))
  return [...words]
}

const spelled = /^\p{L}{4,30}$/u

/** Words that somebody may misspell. */
export const spelledWords = (words: Iterable<string>): string[] => [...words].filter((word) => spelled.test(word))

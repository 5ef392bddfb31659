import type { Message } from '@palaver/client'
import { texts } from '../../text/texts.ts'

/** So many names are told; the others are counted. */
const named = 3

/** Who sees a message that is for some members only, as `me` is told: to others its sender is one of them. */
export const seersOf = ({ senderId, visibleTo = [] }: Pick<Message, 'senderId' | 'visibleTo'>, me: string): readonly string[] => [
  ...(senderId === me ? [] : [me, senderId]),
  ...visibleTo.filter((userId) => userId !== me && userId !== senderId),
]

/** Names in a row: the first few, and how many more there are. */
export const shortNames = (names: readonly string[]): string => texts.restricted.names(names.slice(0, named), Math.max(0, names.length - named))

import type { Message } from '@palaver/client'

/** Who reacted to a message, and with what. */
export interface Reactors {
  /** Those that the message names, each once. */
  readonly userIds: readonly string[]
  /** How many there are beside them, at most: whoever used two emoji is counted twice. */
  readonly more: number
  readonly emoji: readonly string[]
}

/** Who reacted to a message beside its author `me`. */
export const reactorsOf = ({ reactions = [] }: Pick<Message, 'reactions'>, me: string): Reactors => {
  const others = reactions.filter(({ count, userIds }) => count > 1 || !userIds.includes(me))
  return {
    userIds: [...new Set(others.flatMap(({ userIds }) => userIds))].filter((userId) => userId !== me),
    more: others.reduce((sum, { count, userIds }) => sum + count - userIds.length, 0),
    emoji: others.map(({ emoji }) => emoji),
  }
}

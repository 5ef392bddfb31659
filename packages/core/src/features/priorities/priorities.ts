import type { Message } from '@palaver/protocol'

/** So many of those who acknowledged a message are named in it. */
export const namedAcknowledgements = 50

/** Is `me` asked to acknowledge the message? Whoever sent it is not. */
export const mayAcknowledge = ({ senderId, urgent }: Pick<Message, 'senderId' | 'urgent'>, me: string): boolean => urgent === true && senderId !== me

/** Has `me` acknowledged it? `undefined` when more have than the message names: then `message.acknowledgements` knows. */
export const hasAcknowledged = ({ acknowledged }: Pick<Message, 'acknowledged'>, me: string): boolean | undefined => {
  if (!acknowledged) return false
  if (acknowledged.userIds.includes(me)) return true
  return acknowledged.count > acknowledged.userIds.length ? undefined : false
}

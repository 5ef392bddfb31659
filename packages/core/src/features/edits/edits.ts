import type { Message } from '@palaver/protocol'

/** How long after sending a message may be edited, in milliseconds, unless a deployment says otherwise. */
export const defaultEditWindowMs = 86_400_000

/** Who asks, when, and how long editing is possible, all in milliseconds. */
export interface EditSeat {
  readonly me: string
  readonly now: number
  readonly windowMs?: number
}

/** May `me` edit the message? Their own text, in their own words and not streamed, as long as the window is open. The role must allow `message.edit` beside it. */
export const mayEdit = (message: Pick<Message, 'senderId' | 'content' | 'createdAt' | 'forwardedFrom' | 'stream'>, { me, now, windowMs = defaultEditWindowMs }: EditSeat): boolean =>
  message.senderId === me && message.content.kind === 'text' && !message.forwardedFrom && !message.stream && now - message.createdAt <= windowMs

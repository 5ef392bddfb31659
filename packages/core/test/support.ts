import type { Message } from '@palaver/protocol'

/** A message of a test: sender `a` or `b` by its position. */
export const message = (position: number, fields: Partial<Message> = {}): Message => ({
  id: `id-${position}`,
  position,
  revision: position,
  senderId: position % 2 === 0 ? 'a' : 'b',
  clientId: `client-${position}`,
  content: { kind: 'text', text: String(position) },
  createdAt: position,
  ...fields,
})

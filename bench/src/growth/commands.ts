import { randomUUID } from 'node:crypto'
import { type Grown, rareWord, text } from './seed.ts'

const content = { kind: 'text', text }

/** A command, as it is given for a community of one size. */
export type MeasuredCommand = (grown: Grown) => { readonly name: string; readonly input: object }

const send = (more: (grown: Grown) => object): MeasuredCommand => (grown) => ({ name: 'message.send', input: { clientId: randomUUID(), content, ...more(grown) } })

const middle = ({ oneId, middleId }: Grown) => ({ conversationId: oneId, messageId: middleId })

/** Now the one command, then the other, on the middle message. */
const inTurns = (one: string, other: string, more: object = {}): MeasuredCommand => {
  const done = new Map<Grown, number>()
  return (grown) => {
    const times = done.get(grown) ?? 0
    done.set(grown, times + 1)
    return { name: times % 2 === 0 ? one : other, input: { ...middle(grown), ...more } }
  }
}

/** What is measured in communities of all sizes; some of them count how often they were given. */
export function measuredCommands(): Readonly<Record<string, MeasuredCommand>> {
  const read = new Map<Grown, number>()
  /** One message more each time, from the middle on. */
  const nextRead = (grown: Grown): number => {
    const next = (read.get(grown) ?? Math.floor(grown.messages / 2)) + 1
    read.set(grown, next)
    return next
  }

  return {
    'send to the one': send(({ oneId }) => ({ conversationId: oneId })),
    'send to a small one': send(({ smallId }) => ({ conversationId: smallId })),
    'reply to the middle': send(({ oneId, middleId }) => ({ conversationId: oneId, replyToId: middleId })),
    'reply in a thread': send(({ oneId, middleId }) => ({ conversationId: oneId, threadId: middleId })),
    'send naming one': send(({ oneId, otherId }) => ({ conversationId: oneId, mentions: { userIds: [otherId] } })),
    'newest page': ({ oneId }) => ({ name: 'message.list', input: { conversationId: oneId } }),
    'page in the middle': ({ oneId, messages }) => ({ name: 'message.list', input: { conversationId: oneId, around: Math.floor(messages / 2) } }),
    'page by date': ({ oneId, middleAt }) => ({ name: 'message.list', input: { conversationId: oneId, at: middleAt } }),
    'one message': (grown) => ({ name: 'message.get', input: middle(grown) }),
    'page of a thread': ({ oneId, middleId }) => ({ name: 'thread.history', input: { conversationId: oneId, threadId: middleId } }),
    'threads one follows': () => ({ name: 'thread.list', input: {} }),
    'list of conversations': () => ({ name: 'conversation.list', input: { limit: 50 } }),
    'unread of the one': ({ oneId }) => ({ name: 'conversation.get', input: { conversationId: oneId } }),
    'read one more': (grown) => ({ name: 'mark.update', input: { marks: [{ conversationId: grown.oneId, read: nextRead(grown) }] } }),
    'how far all have read': ({ oneId }) => ({ name: 'mark.list', input: { conversationId: oneId } }),
    'who has read one': (grown) => ({ name: 'message.readers', input: middle(grown) }),
    'changes of 50': ({ oneId, messages }) => ({ name: 'conversation.changes', input: { conversationId: oneId, since: messages - 49 } }),
    'changes of a person': () => ({ name: 'user.changes', input: { since: 50 } }),
    'react, and take it back': inTurns('reaction.add', 'reaction.remove', { emoji: '👍' }),
    'pin, and unpin': inTurns('message.pin', 'message.unpin'),
    'what is pinned': ({ oneId }) => ({ name: 'pin.list', input: { conversationId: oneId } }),
    'what concerns one': () => ({ name: 'activity.list', input: {} }),
    'search: a word of all messages': () => ({ name: 'message.search', input: { query: 'people' } }),
    'search: one in a thousand': () => ({ name: 'message.search', input: { query: 'series17 people' } }),
    'search: one message': () => ({ name: 'message.search', input: { query: rareWord } }),
    'search: no message': ({ oneId }) => ({ name: 'message.search', input: { conversationId: oneId, query: 'zebra' } }),
    'delete, and restore': inTurns('message.delete', 'message.restore'),
  }
}

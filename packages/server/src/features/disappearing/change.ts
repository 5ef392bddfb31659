import { emptiedWith } from '@palaver/core'
import type { Message } from '@palaver/protocol'
import type { Timers } from '../../platform/timers/timers.ts'
import type { ChangeEvent, LockedConversation, LockedKind } from '../../platform/writer/change.ts'
import { forgetWords } from '../search/port.ts'
import { takeStreamed } from '../streams/port.ts'
import { type Expiring, readExpiring, storeExpired, timerKind } from './repository.ts'

/** Messages of one conversation that one change takes away. */
const atOnce = 200

/**
 * Messages whose time is over, by the database's clock. What comes next, also what one change could not take, is the conversation's timer from
 * then on, set under the lock under which messages are sent. `takeAway`: the statement for what other tables hold of them.
 */
export const expireMessages = (timers: Pick<Timers, 'set' | 'cancel'>, takeAway: string): LockedKind<{ readonly conversationId: string }, undefined> => ({
  name: 'disappearing.expire',
  endsBatch: false,
  repeatable: true,
  async write(tx, locking, run) {
    const locked = await locking
    const found = await readExpiring(tx, [...locked.keys()], atOnce + 1)
    const expired: Expiring[] = []
    const going: { readonly before: Message }[] = []
    const events: ChangeEvent[] = []
    for (const conversation of locked.values()) {
      const ofIt = found.filter(({ conversationId }) => conversationId === conversation.id)
      const due = ofIt.slice(0, atOnce).filter(({ message }) => isDue(message, conversation.now))
      const key = conversation.id
      const next = ofIt[due.length]?.message.expiresAt
      const emptied = due.map(({ message }) => emptiedOf(message, conversation))
      going.push(...due.map(({ message }) => ({ before: message })))
      expired.push(...emptied.map((message) => ({ conversationId: key, message })))
      const [first, last] = [emptied[0], emptied.at(-1)]
      if (first && last) events.push({ name: 'message.changed', scope: 'conversation', id: key, after: first.revision - 1, revision: last.revision, payload: { messages: emptied } })
      if (next === undefined) await timers.cancel(tx, timerKind, key)
      else await timers.set(tx, timerKind, { key, data: { conversationId: key }, dueAt: new Date(next) })
    }
    if (expired.length > 0) {
      await takeStreamed(tx, going)
      await storeExpired(tx, expired, takeAway)
      await forgetWords(tx, expired.map(({ conversationId, message: { position } }) => ({ conversationId, position })))
    }
    return { outcomes: run.map(() => ({ ok: true, result: undefined })), events }
  },
})

const isDue = ({ expiresAt }: Message, now: number): boolean => expiresAt !== undefined && expiresAt <= now

function emptiedOf(message: Message, conversation: LockedConversation): Message {
  conversation.changed = true
  const content = { kind: 'deleted', by: message.senderId, at: conversation.now, expired: true } as const
  return { ...emptiedWith(content, message), revision: ++conversation.headRevision }
}

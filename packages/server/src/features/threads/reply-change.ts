import { mayHaveThread } from '@palaver/core'
import { type Message, PalaverError, type SentMessage } from '@palaver/protocol'
import type { Timers } from '../../platform/timers/timers.ts'
import type { ChangeEvent, LockedConversation, LockedKind, Outcome } from '../../platform/writer/change.ts'
import { type Place, Places } from '../members/port.ts'
import { changedEvent, LockedSends, MessageStates, type SendChange, SentRuns } from '../messages/port.ts'
import { type Candidate, Followers } from './followers.ts'
import { type ThreadDue, timerKind } from './tell-change.ts'
import { ThreadRows } from './thread-rows.ts'

const threadOf = ({ parts }: SendChange): string => parts?.threadId ?? ''

/**
 * Replies in threads, written in the log of their conversation like every message. In the same transaction the thread's count goes up, those who have
 * to do with it begin to follow it, and its root tells how it stands: at once, or when it has been silent long enough.
 */
export const sendReplies = (timers: Pick<Timers, 'set'>): LockedKind<SendChange, SentMessage> => ({
  name: 'threads.reply',
  endsBatch: false,
  repeatable: true,
  async write(tx, locking, run) {
    const [locked, roots, sent, threads] = await Promise.all([
      locking,
      MessageStates.read(tx, run.map((change) => ({ conversationId: change.conversationId, messageId: threadOf(change) }))),
      LockedSends.read(tx, run),
      ThreadRows.read(tx, run.map(threadOf)),
    ])
    const rootOf = (change: SendChange) => roots.find(change.conversationId, threadOf(change))
    const candidates = run.flatMap((change) => concerned(change, rootOf(change)?.message))
    const places = await Places.read(tx, candidates.map(({ conversationId, userId }) => [conversationId, userId] as const))
    const followers = await Followers.lock(tx, candidates.filter(({ conversationId, userId }) => places.findActive(conversationId, userId)))
    const touched = new Map<string, LockedConversation>()
    const runs = new SentRuns()

    const write = (change: SendChange, root: Message, at: { readonly conversation: LockedConversation; readonly n: number }): SentMessage => {
      const message = sent.messageOf(change, at.n, at.conversation)
      if (message.alsoToConversation) at.conversation.shownPosition = message.position
      for (const one of concerned(change, root)) {
        if (one.userId === change.senderId) followers.replied(one, message.position)
        else if (places.findActive(one.conversationId, one.userId)) followers.begin(one, threads.summary(root.id)?.lastPosition ?? root.position)
      }
      threads.add(change.conversationId, root, message)
      runs.add(change.conversationId, message)
      touched.set(root.id, at.conversation)
      return sent.add(change, message)
    }
    const outcomes = run.map((change, n): Outcome<SentMessage> => {
      const conversation = locked.get(change.conversationId)
      const place = places.findActive(change.conversationId, change.senderId)
      const settled = sent.settled(change, n, { conversation, place })
      if (settled || !conversation || !place) return settled ?? refused(noRoot())
      const root = rootOf(change)?.message
      const error = refusalOf(root, place)
      return error || !root ? refused(error ?? noRoot()) : { ok: true, result: write(change, root, { conversation, n }) }
    })

    const told: ChangeEvent[] = []
    const later: { readonly data: ThreadDue; readonly dueAt: Date }[] = []
    for (const [rootId, conversation] of touched) {
      const root = roots.find(conversation.id, rootId)
      const thread = threads.summary(rootId)
      if (!root || !thread) continue
      if (threads.dueAt(rootId) > conversation.now) {
        later.push({ data: { conversationId: conversation.id, threadId: rootId }, dueAt: new Date(threads.dueAt(rootId)) })
        continue
      }
      root.become({ parts: { thread } }, ++conversation.headRevision)
      threads.tell(rootId, conversation.now)
      told.push(changedEvent(conversation.id, root.message))
    }
    const [followed] = await Promise.all([
      followers.store(tx), sent.store(tx), roots.store(tx), threads.store(tx),
      ...later.map(({ data, dueAt }) => timers.set(tx, timerKind, { key: data.threadId, data, dueAt })),
    ])
    return { outcomes, events: [...runs.events(), ...told, ...followed] }
  },
})

const refused = (error: PalaverError): Outcome<SentMessage> => ({ ok: false, error })

const noRoot = () => new PalaverError('not_found', 'unable to send; there is no such message to reply to', { path: '/threadId' })

/** Who has to do with a thread by this reply: its sender, the root's, and those mentioned by name. */
const concerned = (change: SendChange, root: Message | undefined): Candidate[] => {
  const userIds = new Set([change.senderId, ...(root ? [root.senderId] : []), ...(change.parts?.mentions?.userIds ?? [])])
  return [...userIds].map((userId) => ({ userId, conversationId: change.conversationId, threadId: threadOf(change) }))
}

function refusalOf(root: Message | undefined, place: Place): PalaverError | undefined {
  if (!root || root.position < place.visibleFrom || root.content.kind === 'deleted') return noRoot()
  return mayHaveThread(root) ? undefined : new PalaverError('invalid_input', 'unable to send; only what people said in the conversation has a thread', { path: '/threadId' })
}

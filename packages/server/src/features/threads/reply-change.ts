import { can, mayHaveThread } from '@palaver/core'
import { type Message, PalaverError, type SentMessage } from '@palaver/protocol'
import type { Timers } from '../../platform/timers/timers.ts'
import type { ChangeEvent, LockedConversation, LockedKind, Outcome } from '../../platform/writer/change.ts'
import { type Place, Places } from '../members/port.ts'
import { changedEvent, clientIdTaken, MessageStates, type SendChange, SentRuns } from '../messages/port.ts'
import { type Candidate, Followers } from './followers.ts'
import { type ReplyFacts, SentReplies } from './sent-replies.ts'
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
  async write(tx, locked, run) {
    const roots = await MessageStates.read(tx, run.map((change) => ({ conversationId: change.conversationId, messageId: threadOf(change) })))
    const rootOf = (change: SendChange) => roots.find(change.conversationId, threadOf(change))
    const candidates = run.flatMap((change) => concerned(change, rootOf(change)?.message))
    const places = await Places.read(tx, candidates.map(({ conversationId, userId }) => [conversationId, userId] as const))
    const sent = await SentReplies.read(tx, run)
    const threads = await ThreadRows.read(tx, run.map(threadOf))
    const followers = await Followers.lock(tx, candidates.filter(({ conversationId, userId }) => places.findActive(conversationId, userId)))
    const touched = new Map<string, LockedConversation>()
    const runs = new SentRuns()

    const write = (change: SendChange, root: Message, at: { readonly conversation: LockedConversation; readonly n: number }): SentMessage => {
      const message = messageOf(change, at.conversation, sent.factsOf(at.n))
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
      if (!conversation || !place) return refused(new PalaverError('not_found', 'unable to send; there is no such conversation'))
      const first = sent.before(change)
      if (first) return first.hash === change.hash ? { ok: true, result: first.sent, replay: true } : refused(clientIdTaken())
      const root = rootOf(change)?.message
      const error = refusalOf(change, place, { conversation, root, replyToPosition: sent.factsOf(n).replyToPosition })
      return error || !root ? refused(error ?? noRoot()) : { ok: true, result: write(change, root, { conversation, n }) }
    })

    const told: ChangeEvent[] = []
    for (const [rootId, conversation] of touched) {
      const root = roots.find(conversation.id, rootId)
      const thread = threads.summary(rootId)
      if (!root || !thread) continue
      if (threads.dueAt(rootId) > conversation.now) {
        const data: ThreadDue = { conversationId: conversation.id, threadId: rootId }
        await timers.set(tx, timerKind, { key: rootId, data, dueAt: new Date(threads.dueAt(rootId)) })
        continue
      }
      root.become({ parts: { thread } }, ++conversation.headRevision)
      threads.tell(rootId, conversation.now)
      told.push(changedEvent(conversation.id, root.message))
    }
    await sent.store(tx)
    await roots.store(tx)
    await threads.store(tx)
    return { outcomes, events: [...runs.events(), ...told, ...(await followers.store(tx))] }
  },
})

const refused = (error: PalaverError): Outcome<SentMessage> => ({ ok: false, error })

const noRoot = () => new PalaverError('not_found', 'unable to send; there is no such message to reply to', { path: '/threadId' })

/** Who has to do with a thread by this reply: its sender, the root's, and those mentioned by name. */
const concerned = (change: SendChange, root: Message | undefined): Candidate[] => {
  const userIds = new Set([change.senderId, ...(root ? [root.senderId] : []), ...(change.parts?.mentions?.userIds ?? [])])
  return [...userIds].map((userId) => ({ userId, conversationId: change.conversationId, threadId: threadOf(change) }))
}

interface ReplyScene {
  readonly conversation: LockedConversation
  readonly root: Message | undefined
  readonly replyToPosition: number | undefined
}

function refusalOf({ appRole, permissions = [], replyToId }: SendChange, place: Place, { conversation, root, replyToPosition = 0 }: ReplyScene): PalaverError | undefined {
  const seat = { appRole, memberRole: place.role, conversationType: conversation.type }
  if (!can('message.send', seat) || !permissions.every((permission) => can(permission, seat))) {
    return new PalaverError('forbidden', `unable to send; your role here may ${permissions.length > 0 ? 'not send this' : 'only read'}`)
  }
  if (replyToId !== undefined && replyToPosition < place.visibleFrom) {
    return new PalaverError('not_found', 'unable to send; there is no such message to reply to', { path: '/replyToId' })
  }
  if (!root || root.position < place.visibleFrom || root.content.kind === 'deleted') return noRoot()
  return mayHaveThread(root) ? undefined : new PalaverError('invalid_input', 'unable to send; only what people said in the conversation has a thread', { path: '/threadId' })
}

/** Takes the next position and revision. */
function messageOf({ id, senderId, clientId, content, replyToId, custom, parts }: SendChange, conversation: LockedConversation, { replyToPosition, staysMs }: ReplyFacts): Message {
  const position = ++conversation.headPosition
  if (parts?.alsoToConversation) conversation.shownPosition = position
  // Never earlier than what stands before it, so that history can be searched by time through positions.
  conversation.activityAt = Math.max(conversation.now, conversation.activityAt)
  conversation.changed = true
  return {
    id, position, revision: ++conversation.headRevision, senderId, clientId, content,
    ...(replyToId !== undefined && replyToPosition !== undefined && { replyTo: { id: replyToId, position: replyToPosition } }),
    createdAt: conversation.activityAt,
    ...(custom && { custom }),
    ...parts,
    ...(staysMs !== undefined && { expiresAt: conversation.activityAt + staysMs }),
  }
}

import { can, closedPoll, isPoll, mayClosePoll, pollClosedAt, withVote } from '@palaver/core'
import type { CommandOutput } from '@palaver/protocol'
import { type ClientCore, memoised, previewAs, queueChange } from '../../core.ts'
import { isSend } from '../../outbox/entry.ts'
import { isLoaded } from '../../state/conversation-state.ts'
import { computedStore, type Store } from '../../store.ts'
import type { ConversationHandle } from '../conversations/conversation-handle.ts'
import type { TimelineMessage } from '../messages/timeline-message.ts'
import { privateRows } from '../private-rows/private-rows.ts'

/** What the person chose in polls, by the id of the message: option ids. Polls in which they did not vote are missing. */
export type Choices = ReadonlyMap<string, readonly string[]>

/** Which people of an option. */
export interface VotersPage {
  /** `revision` of the last voter of the page before. */
  readonly before?: number
}

/** Polls of one conversation: a store of what the person chose, on whatever device. */
export interface Polls extends Store<Choices> {
  /** Chooses exactly these options; none takes the vote back. Shows at once, survives a reload; refused for good it is undone, and `dropped` tells. */
  vote(messageId: string, optionIds: readonly string[]): void
  /** Closes a poll for everybody, like `vote`. */
  close(messageId: string): void
  /** Since when no vote counts, in epoch milliseconds; undefined while the poll is open, and for what is no poll. */
  closedAt(message: TimelineMessage): number | undefined
  /** May the person vote now? */
  canVote(message: TimelineMessage): boolean
  /** May the person close it now? */
  canClose(message: TimelineMessage): boolean
  /** Who chose an option, the latest first, in pages. Rejects with the server's error: `forbidden` for an anonymous poll. */
  voters(messageId: string, optionId: string, page?: VotersPage): Promise<CommandOutput<'poll.voters'>>
}

const pollOf = ({ content, poll }: TimelineMessage) => (isPoll(content) ? { content, poll } : undefined)

const createPolls = (core: ClientCore, { id: conversationId }: ConversationHandle): Polls => {
  const rows = privateRows(core)
  /** Chosen here, while the row has not come. */
  const made = new Map<string, readonly string[]>()
  let choices: Choices | undefined

  const waiting = () => core.outbox.list(conversationId).flatMap((entry) => (!isSend(entry) && entry.command === 'poll.vote' ? [entry] : []))
  const optionsOf = ({ input }: ReturnType<typeof waiting>[number]): readonly string[] => ('optionIds' in input ? input.optionIds : [])
  /** Before one of those that wait, or after all of them. */
  const chosen = (messageId: string, key?: string): readonly string[] => {
    const last = waiting().findLast((entry) => entry.input.messageId === messageId && (key === undefined || entry.key < key))
    if (last) return optionsOf(last)
    return (key === undefined ? made.get(messageId) : undefined) ?? rows.of('vote').get(messageId)?.optionIds ?? []
  }
  const compute = (): Choices => {
    if (choices) return choices
    const known = [...rows.of('vote')].flatMap(([messageId, vote]) => (vote.conversationId === conversationId ? [messageId] : []))
    const ids = new Set([...known, ...made.keys(), ...waiting().map(({ input }) => input.messageId)])
    choices = new Map([...ids].map((messageId) => [messageId, chosen(messageId)] as const).filter(([, options]) => options.length > 0))
    return choices
  }
  const store = computedStore<Choices>(core.batch, compute)
  const changed = () => {
    choices = undefined
    store.invalidate()
  }
  const forget = () => {
    made.clear()
    changed()
  }
  rows.onChange((kinds) => {
    if (kinds.has('vote')) forget()
  })
  // Another history may not have them.
  core.events.on('user', ({ reset }) => {
    if (reset) forget()
  })
  core.events.on('outbox', (id) => {
    if (id === conversationId) changed()
  })
  core.events.on('refused', (entry) => {
    if (isSend(entry) || entry.command !== 'poll.vote' || entry.conversationId !== conversationId) return
    made.delete(entry.input.messageId)
    changed()
  })

  previewAs(core, 'poll.vote', (item, { key, input: { messageId, optionIds } }) => {
    const poll = pollOf(item)
    return poll ? Object.freeze({ ...item, poll: withVote(poll, chosen(messageId, key), optionIds) }) : item
  })
  previewAs(core, 'poll.close', (item, { createdAt }) => {
    const poll = pollOf(item)
    return poll && poll.poll?.closedAt === undefined ? Object.freeze({ ...item, poll: closedPoll(poll, createdAt) }) : item
  })

  const closedAt = (message: TimelineMessage) => {
    const poll = pollOf(message)
    return poll && pollClosedAt(poll, core.serverNow())
  }
  const isOpen = (message: TimelineMessage) => message.id !== undefined && isPoll(message.content) && closedAt(message) === undefined
  const seat = () => {
    const state = core.cache.get(conversationId)
    return isLoaded(state) ? ({ me: core.me, appRole: 'user', memberRole: state.membership.role, conversationType: state.conversation.type } as const) : undefined
  }
  const mayClose = (message: TimelineMessage, own = seat()) => own !== undefined && can('poll.close', own) && mayClosePoll(message, own)
  return {
    subscribe: store.subscribe,
    getSnapshot: store.getSnapshot,
    vote: (messageId, optionIds) => {
      made.set(messageId, optionIds)
      queueChange(core, 'poll.vote', { conversationId, messageId, optionIds: [...optionIds] })
    },
    close: (messageId) => void queueChange(core, 'poll.close', { conversationId, messageId }),
    closedAt,
    canVote: (message) => isOpen(message) && can('poll.vote', seat() ?? { appRole: 'user' }),
    canClose: (message) => isOpen(message) && mayClose(message),
    voters: async (messageId, optionId, { before } = {}) => {
      const page = await core.run('poll.voters', { conversationId, messageId, optionId, before })
      core.events.emit('people', page.people)
      return page
    },
  }
}

/** The polls of a conversation; the same object each time. */
export const polls: (conversation: ConversationHandle) => Polls = /* @__PURE__ */ memoised(createPolls)

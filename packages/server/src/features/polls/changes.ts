import { closedPoll, isPoll, mayClosePoll, withVote } from '@palaver/core'
import { PalaverError } from '@palaver/protocol'
import type { LockedKind } from '../../platform/writer/change.ts'
import { changedEvent, defineMessageChange, type MessageChange, MessageStates } from '../messages/port.ts'
import { faultOf, pollOf } from './poll-rules.ts'
import { storeVotes, type VoteChange, Votes } from './votes.ts'

/** Voting: the message holds the numbers, the rows who chose what, the voter's private row their own choice. */
export const votePolls = defineMessageChange<VoteChange, Votes>({
  name: 'polls.vote',
  doing: 'vote',
  permission: 'poll.vote',
  quietWhenLarge: true,
  prepare: Votes.read,
  decide(change, { message, conversation }, votes) {
    const poll = pollOf(message, 'vote')
    if (poll instanceof PalaverError) return poll
    const { optionIds } = change
    const fault = faultOf(poll, optionIds, conversation.now)
    if (fault) return fault
    const before = votes.of(change)
    if (before.length === optionIds.length && optionIds.every((id) => before.includes(id))) return 'same'
    votes.set(change)
    return { parts: { poll: withVote(poll, before, optionIds) } }
  },
  privately: ({ conversationId, messageId, optionIds }) => ({
    kind: 'vote', key: messageId, value: optionIds.length > 0 ? { conversationId, optionIds: [...optionIds] } : undefined,
  }),
  store: storeVotes,
})

/** Closing by hand. */
export const closePolls = defineMessageChange<MessageChange>({
  name: 'polls.close',
  doing: 'close the poll',
  permission: 'poll.close',
  decide({ callerId, appRole }, { message, conversation, place }) {
    const poll = pollOf(message, 'close the poll')
    if (poll instanceof PalaverError) return poll
    if (!mayClosePoll(message, { me: callerId, appRole, memberRole: place.role, conversationType: conversation.type })) {
      return new PalaverError('forbidden', 'unable to close the poll; it is not yours')
    }
    return poll.poll?.closedAt === undefined ? { parts: { poll: closedPoll(poll, Math.min(conversation.now, poll.content.closesAt ?? Infinity)) } } : 'same'
  },
})

/** What the timer of a poll carries. */
export interface PollDue {
  readonly conversationId: string
  readonly messageId: string
}

/** Polls whose time came: nobody does it, so nobody needs to be a member. What is closed or deleted by then stays as it is. */
export const closeDuePolls: LockedKind<PollDue, void> = {
  name: 'polls.due',
  endsBatch: false,
  repeatable: true,
  async write(tx, locking, run) {
    const [locked, states] = await Promise.all([locking, MessageStates.read(tx, run)])
    const events = run.flatMap(({ conversationId, messageId }) => {
      const [conversation, state] = [locked.get(conversationId), states.find(conversationId, messageId)]
      if (!conversation || !state || !isPoll(state.message.content)) return []
      const { content, poll } = { ...state.message, content: state.message.content }
      if (content.closesAt === undefined || content.closesAt > conversation.now || poll?.closedAt !== undefined) return []
      conversation.headRevision++
      conversation.changed = true
      state.become({ parts: { poll: closedPoll({ content, poll }, content.closesAt) } }, conversation.headRevision)
      return [changedEvent(conversationId, state.message)]
    })
    await states.store(tx)
    return { outcomes: run.map(() => ({ ok: true, result: undefined })), events }
  },
}

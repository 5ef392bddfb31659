import { type Polls, polls, type TimelineMessage, type VotersPage } from '@palaver/client'
import { useMemo } from 'react'
import { useChat } from '../../palaver-provider.tsx'
import { useStore } from '../../store/use-store.ts'

/** What {@link usePoll} gives. */
export interface PollResult {
  /** Ids of the options that the person chose, on whatever device. */
  readonly chosen: readonly string[]
  /** Since when no vote counts, in epoch milliseconds; undefined while it is open. */
  readonly closedAt: number | undefined
  readonly canVote: boolean
  readonly canClose: boolean
  /** Chooses exactly these options; none takes the vote back. Shows at once. */
  readonly vote: (optionIds: readonly string[]) => void
  /** Closes it for everybody. */
  readonly close: () => void
  /** Who chose an option, the latest first, in pages. Rejects with the server's error. */
  readonly voters: (optionId: string, page?: VotersPage) => ReturnType<Polls['voters']>
}

const none: readonly string[] = []

/** A poll in the timeline, as the person stands to it; question, options and numbers are in the message. Nothing can be done until it was sent. */
export const usePoll = (conversationId: string, message: TimelineMessage): PollResult => {
  const feature = polls(useChat().conversation(conversationId))
  const choices = useStore(feature)
  const { id = '' } = message
  const chosen = choices.get(id) ?? none
  const [closedAt, canVote, canClose] = [feature.closedAt(message), feature.canVote(message), feature.canClose(message)]
  return useMemo(() => ({
    chosen, closedAt, canVote, canClose,
    vote: (optionIds) => feature.vote(id, optionIds),
    close: () => feature.close(id),
    voters: (optionId, page) => feature.voters(id, optionId, page),
  }), [feature, id, chosen, closedAt, canVote, canClose])
}

import type { MemberList, Members } from '@palaver/client'
import { useMemo } from 'react'
import { useChat } from '../../palaver-provider.tsx'
import { useStore } from '../../store/use-store.ts'

/** What {@link useMembers} gives: the members, and what can be done with them. */
export interface MembersResult extends MemberList, Pick<Members, 'loadMore' | 'add' | 'remove' | 'leave'> {}

/** The members of a conversation; they load when the first component asks. The functions keep their identity. */
export const useMembers = (conversationId: string): MembersResult => {
  const { members } = useChat().conversation(conversationId)
  const list = useStore(members)
  const actions = useMemo(
    () => ({
      loadMore: () => members.loadMore(),
      add: (userIds: readonly string[]) => members.add(userIds),
      remove: (userId: string) => members.remove(userId),
      leave: () => members.leave(),
    }),
    [members],
  )
  return useMemo(() => ({ ...list, ...actions }), [list, actions])
}

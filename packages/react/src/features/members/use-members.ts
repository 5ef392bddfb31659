import { type Member, type MemberList, type Members, members } from '@palaver/client'
import { useMemo } from 'react'
import { useChat } from '../../palaver-provider.tsx'
import { useStore } from '../../store/use-store.ts'

/** What {@link useMembers} gives: the members, and what can be done with them. */
export interface MembersResult extends MemberList, Pick<Members, 'loadMore' | 'add' | 'remove' | 'setRole' | 'setCustom' | 'transferOwnership' | 'leave'> {}

/** The members of a conversation; they load when the first component asks. The functions keep their identity. */
export const useMembers = (conversationId: string): MembersResult => {
  const feature = members(useChat().conversation(conversationId))
  const list = useStore(feature)
  const actions = useMemo(
    () => ({
      loadMore: () => feature.loadMore(),
      add: (userIds: readonly string[]) => feature.add(userIds),
      remove: (userId: string) => feature.remove(userId),
      setRole: (userId: string, role: Member['role']) => feature.setRole(userId, role),
      setCustom: (userId: string, custom: NonNullable<Member['custom']>) => feature.setCustom(userId, custom),
      transferOwnership: (userId: string) => feature.transferOwnership(userId),
      leave: () => feature.leave(),
    }),
    [feature],
  )
  return useMemo(() => ({ ...list, ...actions }), [list, actions])
}

import { members, type MemberList, type Person, rankMentionCandidates } from '@palaver/client'
import { useMemo } from 'react'
import { useChat } from '../../palaver-provider.tsx'
import { emptyStore } from '../../store/empty-store.ts'
import { useStore } from '../../store/use-store.ts'
import { usePeople } from '../people/use-people.ts'

/** So many members are looked through, those of the highest rank first. */
const mostMembers = 200
const nobody: readonly Person[] = Object.freeze([])

/**
 * Whom somebody who typed '@' and `query` may mean: at most 8 of the first 200 loaded members, without the caller, the best fitting first.
 * Nobody while `query` is undefined; then no member is loaded for it, either.
 */
export const useMentionCandidates = (conversationId: string, query: string | undefined): readonly Person[] => {
  const chat = useChat()
  const asked = query !== undefined
  const list = useStore<MemberList | undefined>(asked ? members(chat.conversation(conversationId)) : emptyStore)
  const ids = useMemo(
    () => (list?.items ?? []).map(({ userId }) => userId).filter((id) => id !== chat.userId).slice(0, mostMembers),
    [list, chat],
  )
  const people = usePeople(ids)
  return useMemo(() => (asked ? rankMentionCandidates(ids.flatMap((id) => people.get(id) ?? []), query) : nobody), [asked, ids, people, query])
}

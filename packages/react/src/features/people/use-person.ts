import { people, type Person } from '@palaver/client'
import { useChat } from '../../palaver-provider.tsx'
import { emptyStore } from '../../store/empty-store.ts'
import { useStore } from '../../store/use-store.ts'

/** The profile of somebody; `undefined` while it loads, when nobody has the id, or without an id. */
export const usePerson = (userId: string | undefined): Person | undefined => {
  const chat = useChat()
  return useStore<Person | undefined>(userId === undefined ? emptyStore : people(chat).person(userId))
}

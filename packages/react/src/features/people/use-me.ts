import { people, type Person, type ProfileChange } from '@palaver/client'
import { useMemo } from 'react'
import { useChat } from '../../palaver-provider.tsx'
import { useStore } from '../../store/use-store.ts'

/** What {@link useMe} gives. */
export interface MeResult {
  /** The caller's user id: there from the first render. */
  readonly userId: string
  /** The own profile; `undefined` while it loads. */
  readonly person: Person | undefined
  /** Changes the own profile. Rejects with `handle_taken` when somebody else has the handle. */
  readonly update: (change: ProfileChange) => Promise<Person>
}

/** The caller's own profile, and how to change it. */
export const useMe = (): MeResult => {
  const chat = useChat()
  const person = useStore(people(chat).me)
  return useMemo(
    () => ({ userId: chat.userId, person, update: (change: ProfileChange) => people(chat).update(change) }),
    [chat, person],
  )
}

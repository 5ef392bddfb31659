import type { Session } from '@palaver/client'
import { createContext, useContext } from 'react'

/** Gives the session to the screens of who is signed in. */
export const SessionContext = createContext<Session | undefined>(undefined)

/** The session of who is signed in. */
export const useCurrentSession = (): Session => {
  const session = useContext(SessionContext)
  if (!session) throw new Error('unable to use the session; no SessionContext stands above')
  return session
}

import { type SessionList, type Sessions, sessions } from '@palaver/client'
import { useMemo } from 'react'
import { useChat } from '../../palaver-provider.tsx'
import { useStore } from '../../store/use-store.ts'

/** What {@link useSessions} gives: the devices, and what can be done with them. */
export interface SessionsResult extends SessionList, Pick<Sessions, 'reload' | 'revoke' | 'revokeOthers' | 'changePassword'> {}

/** The devices on which the person is signed in; asked for when the first component shows them. The functions keep their identity. */
export const useSessions = (): SessionsResult => {
  const feature = sessions(useChat())
  const list = useStore(feature)
  const { reload, revoke, revokeOthers, changePassword } = feature
  return useMemo(() => ({ ...list, reload, revoke, revokeOthers, changePassword }), [list, reload, revoke, revokeOthers, changePassword])
}

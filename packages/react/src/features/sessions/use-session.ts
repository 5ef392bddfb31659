import type { Session, SessionState } from '@palaver/client'
import { useStore } from '../../store/use-store.ts'

/** Whether somebody is signed in on this device, and who. Needs no provider, since there is no client before a session. */
export const useSession = (session: Session): SessionState => useStore(session)

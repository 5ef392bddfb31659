import type { ChatClient, Session } from '@palaver/client'
import { homeHref, redirect } from '../../routing/route.ts'

/** Wipes what this device holds of the person and ends the session. */
export const signOut = async (chat: ChatClient, session: Session): Promise<void> => {
  await chat.signOut().catch(() => {})
  await session.logOut()
  redirect(homeHref)
}

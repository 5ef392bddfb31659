import type { ChatClient, Session, Store } from '@palaver/client'
import { PalaverProvider, useStore } from '@palaver/react'
import { Announcements } from './announcements/announcements.tsx'
import { Notices } from './announcements/notices.tsx'
import { SessionContext } from './features/sessions/session-context.ts'
import { SignInScreen } from './features/sessions/sign-in-screen.tsx'
import { Shell } from './shell.tsx'

interface AppProps {
  readonly session: Session
  readonly client: Store<ChatClient | undefined>
}

/** The messenger of who is signed in, or the way in. */
export const App = ({ session, client }: AppProps) => {
  const chat = useStore(client)
  if (!chat) return <SignInScreen session={session} />
  return (
    <SessionContext.Provider value={session}>
      <PalaverProvider client={chat} key={chat.userId}>
        <Announcements>
          <Notices>
            <Shell />
          </Notices>
        </Announcements>
      </PalaverProvider>
    </SessionContext.Provider>
  )
}

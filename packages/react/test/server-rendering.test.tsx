import { createChatClient, createSession } from '@palaver/client'
import { renderToString } from 'react-dom/server'
import { expect, test } from 'vitest'
import * as react from '../src/index.ts'
import { createIdlePlatform } from './support/idle-platform.ts'

const id = '0199b000-0000-7000-8000-000000000001'

const Everything = ({ session }: { readonly session: ReturnType<typeof createSession> }) => {
  react.useOpenConversation(id)
  react.useChatEvent('error', () => {})
  react.useMessageActions(id)
  react.useTypingActions(id)
  react.useSetPresence()
  const values = [
    react.useChat().userId,
    react.useStatus().socket,
    react.useConversations().status,
    react.useConversation(id).status,
    react.useConversationItem(id)?.id ?? 'no item',
    react.useMessages(id).status,
    react.useReceipts(id, 1)?.of ?? 'no receipts',
    react.useMembers(id).status,
    react.useTyping(id).length,
    react.usePresence(id)?.status ?? 'no presence',
    react.usePresence(undefined)?.status ?? 'nobody',
    react.usePerson(id)?.name ?? 'no person',
    react.usePeople([id]).size,
    react.usePeopleSearch('somebody').status,
    react.useMe().person?.name ?? 'no name',
    react.useUnreadTotal(),
    react.useSession(session).status,
  ]
  return <p>{values.join(' ')}</p>
}

test('every hook renders to a string where there is no window, and opens no socket', () => {
  expect(globalThis).not.toHaveProperty('window')
  const { platform, sockets } = createIdlePlatform()
  const client = createChatClient({ url: 'http://127.0.0.1:1', userId: id, token: () => Promise.resolve(null), storage: 'memory', platform })
  const session = createSession({ url: 'http://127.0.0.1:1', platform })
  const html = renderToString(<react.PalaverProvider client={client}><Everything session={session} /></react.PalaverProvider>)
  expect(html).toContain(`${id} idle loading`)
  expect(html).toContain('signed-out')
  expect(sockets()).toBe(0)
})

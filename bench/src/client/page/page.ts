// A page with the client and the hooks, as small as can be: what it costs is theirs.
import { type ChatClient, createChatClient, type TimelineMessage } from '@palaver/client'
import { PalaverProvider, useConversationItem, useMessages, useStatus } from '@palaver/react'
import { createElement, memo } from 'react'
import { createRoot } from 'react-dom/client'

const shown = 30

/** How often each component rendered. */
const renders = { timeline: 0, rows: 0, item: 0, status: 0 }

const Row = memo(function Row({ message }: { readonly message: TimelineMessage }) {
  renders.rows += 1
  return createElement('p', null, message.content.kind === 'text' ? message.content.text : '')
})

function TimelineOf({ id }: { readonly id: string }) {
  renders.timeline += 1
  const { items } = useMessages(id)
  return createElement('section', null, items.slice(-shown).map((message) => createElement(Row, { key: message.key, message })))
}

function Item({ id }: { readonly id: string }) {
  renders.item += 1
  return createElement('p', null, useConversationItem(id)?.unread ?? 0)
}

/** What a message is no concern of. */
function Status() {
  renders.status += 1
  return createElement('p', null, useStatus().socket)
}

/** What the measuring process uses. */
export interface LoadedPage {
  readonly renders: typeof renders
  held(): number
  newest(): number
  /** Loads history until so many messages are held. */
  hold(count: number): Promise<number>
  /** Milliseconds of tasks longer than 50. */
  readonly longTasks: number[]
}

function open({ token, userId, conversationId }: { readonly token: string; readonly userId: string; readonly conversationId: string }): LoadedPage {
  const client: ChatClient = createChatClient({ url: location.origin, token: async () => token, userId, storage: 'memory' })
  const { messages } = client.conversation(conversationId)
  client.conversation(conversationId).open()
  client.connect()
  const root = document.getElementById('root')
  if (!root) throw new Error('unable to begin; the page has no root')
  const views = [TimelineOf, Item].map((view) => createElement(view, { key: view.name, id: conversationId }))
  createRoot(root).render(createElement(PalaverProvider, { client }, ...views, createElement(Status)))
  const longTasks: number[] = []
  new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' })
  const held = (): number => messages.getSnapshot().items.length
  return {
    renders,
    longTasks,
    held,
    newest: () => messages.getSnapshot().items.at(-1)?.position ?? 0,
    hold: async (count) => {
      while (held() < count && messages.getSnapshot().hasOlder) await messages.loadOlder()
      return held()
    },
  }
}

Object.assign(globalThis, { openPage: open })

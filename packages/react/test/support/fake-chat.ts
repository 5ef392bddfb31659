import type { ChatClient, ConversationHandle, ConversationInfo, ConversationList, Mark, MemberList, Person, Timeline } from '@palaver/client'
import { vi } from 'vitest'
import { createFakeStore, type FakeStore } from './fake-store.ts'

/** A conversation of fake stores. */
export interface FakeConversation {
  readonly handle: ConversationHandle
  readonly info: FakeStore<ConversationInfo>
  readonly messages: FakeStore<Timeline>
  readonly members: FakeStore<MemberList>
  readonly marks: FakeStore<readonly Mark[]>
  readonly open: ReturnType<typeof vi.fn<() => () => void>>
  readonly close: ReturnType<typeof vi.fn<() => void>>
  readonly setFocused: ReturnType<typeof vi.fn<(focused: boolean) => void>>
  readonly send: ReturnType<typeof vi.fn<ConversationHandle['messages']['send']>>
}

/** A client of fake stores. */
export interface FakeChat {
  readonly client: ChatClient
  readonly list: FakeStore<ConversationList>
  readonly conversation: (id: string) => FakeConversation
  readonly person: (id: string) => FakeStore<Person | undefined>
  readonly search: ReturnType<typeof vi.fn<(query: string, limit?: number) => Promise<readonly Person[]>>>
}

const done = () => Promise.resolve()

export const emptyTimeline: Timeline = { items: [], status: 'ready', hasOlder: false, loadingOlder: false, hasNewer: false, loadingNewer: false }

const createFakeConversation = (id: string): FakeConversation => {
  const info = createFakeStore<ConversationInfo>({ status: 'loading', can: () => false })
  const messages = createFakeStore(emptyTimeline)
  const members = createFakeStore<MemberList>({ items: [], status: 'ready', hasMore: false })
  const marks = createFakeStore<readonly Mark[]>([])
  const close = vi.fn<() => void>()
  const open = vi.fn<() => () => void>(() => close)
  const setFocused = vi.fn<(focused: boolean) => void>()
  const send = vi.fn<ConversationHandle['messages']['send']>(() => 'key')
  const handle: ConversationHandle = {
    id,
    info,
    messages: { ...messages, send, retry: () => {}, discard: () => {}, loadOlder: done, loadNewer: done, jumpTo: done, jumpToNewest: done },
    members: { ...members, loadMore: done, add: done, remove: done, leave: done },
    marks: {
      ...marks,
      countsAt: (position) => ({ delivered: 0, read: marks.getSnapshot().filter(({ read }) => read >= position).length, of: 2 }),
    },
    open,
    setFocused,
    update: done,
  }
  return { handle, info, messages, members, marks, open, close, setFocused, send }
}

const memoised = <T>(make: (id: string) => T): ((id: string) => T) => {
  const held = new Map<string, T>()
  return (id) => {
    const value = held.get(id) ?? make(id)
    held.set(id, value)
    return value
  }
}

/** The fakes behind a client, for the stand-ins of `people`, `presence` and `typing`. */
export const fakes = new WeakMap<ChatClient, FakeChat>()

export const createFakeChat = (userId = 'me'): FakeChat => {
  const list = createFakeStore<ConversationList>({ items: [], status: 'ready', hasMore: false, unreadTotal: 0 })
  const conversation = memoised(createFakeConversation)
  const client: ChatClient = {
    userId,
    connect: () => {},
    disconnect: () => {},
    close: done,
    signOut: done,
    status: createFakeStore({ network: 'online', socket: 'open', synced: true, pending: 0 }),
    conversations: {
      ...list,
      loadMore: done,
      create: () => Promise.resolve(conversation('new').handle),
      direct: (id) => Promise.resolve(conversation(id).handle),
    },
    conversation: (id) => conversation(id).handle,
    run: () => Promise.reject(new Error('no command is expected here')),
    on: () => () => {},
  }
  const chat: FakeChat = {
    client,
    list,
    conversation,
    person: memoised(() => createFakeStore<Person | undefined>(undefined)),
    search: vi.fn<(query: string, limit?: number) => Promise<readonly Person[]>>(() => Promise.resolve([])),
  }
  fakes.set(client, chat)
  return chat
}

/** A person of a test. */
export const personOf = (id: string, name = id): Person => ({ id, name, handle: id, avatarHue: 0, profileVersion: 1 })

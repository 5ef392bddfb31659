import type { ChatClient, ConversationHandle, ConversationInfo, ConversationList, Conversations, Mark, Marks, MemberList, Members, Permissions, Person, Timeline } from '@palaver/client'
import { vi } from 'vitest'
import { createFakeStore, type FakeStore } from './fake-store.ts'

/** A conversation of fake stores. */
export interface FakeConversation {
  readonly handle: ConversationHandle
  readonly info: FakeStore<ConversationInfo>
  readonly messages: FakeStore<Timeline>
  readonly members: FakeStore<MemberList>
  readonly marks: FakeStore<readonly Mark[]>
  readonly permissions: FakeStore<Permissions>
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

const fakeConversations = new WeakMap<ConversationHandle, FakeConversation>()

const createFakeConversation = (id: string): FakeConversation => {
  const info = createFakeStore<ConversationInfo>({ status: 'loading' })
  const messages = createFakeStore(emptyTimeline)
  const members = createFakeStore<MemberList>({ items: [], status: 'ready', hasMore: false })
  const marks = createFakeStore<readonly Mark[]>([])
  const permissions = createFakeStore<Permissions>({ can: () => false })
  const close = vi.fn<() => void>()
  const open = vi.fn<() => () => void>(() => close)
  const setFocused = vi.fn<(focused: boolean) => void>()
  const send = vi.fn<ConversationHandle['messages']['send']>(() => 'key')
  const handle: ConversationHandle = {
    id,
    info,
    messages: { ...messages, send, retry: () => {}, discard: () => {}, loadOlder: done, loadNewer: done, jumpTo: done, jumpToNewest: done },
    open,
    setFocused,
  }
  const fake = { handle, info, messages, members, marks, permissions, open, close, setFocused, send }
  fakeConversations.set(handle, fake)
  return fake
}

const memoisedBy = <Owner extends object, T>(make: (owner: Owner) => T): ((owner: Owner) => T) => {
  const held = new WeakMap<Owner, T>()
  return (owner) => {
    const value = held.get(owner) ?? make(owner)
    held.set(owner, value)
    return value
  }
}

const memoised = <T>(make: (id: string) => T): ((id: string) => T) => {
  const held = new Map<string, T>()
  return (id) => {
    const value = held.get(id) ?? make(id)
    held.set(id, value)
    return value
  }
}

/** The fakes behind a client, for the stand-ins of its features. */
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

const fakeOf = (conversation: ConversationHandle): FakeConversation => {
  const fake = fakeConversations.get(conversation)
  if (!fake) throw new Error('unable to give a feature; the conversation is no fake')
  return fake
}

/** Stand-ins for the features of fake clients: what `vi.mock` puts in the place of the client's own. */
export const fakeFeatures = {
  conversations: memoisedBy((client: ChatClient): Conversations => {
    const chat = fakes.get(client)
    if (!chat) throw new Error('unable to give the conversations; the client is no fake')
    return {
      ...chat.list,
      loadMore: done,
      create: () => Promise.resolve(chat.conversation('new').handle),
      direct: (id) => Promise.resolve(chat.conversation(id).handle),
    }
  }),
  members: memoisedBy((conversation: ConversationHandle): Members => ({ ...fakeOf(conversation).members, loadMore: done, add: done, remove: done, setRole: done, setCustom: done, transferOwnership: done, leave: done })),
  marks: memoisedBy((conversation: ConversationHandle): Marks => {
    const { marks } = fakeOf(conversation)
    return {
      ...marks,
      countsAt: (position) => ({ delivered: 0, read: marks.getSnapshot().filter(({ read }) => read >= position).length, of: 2 }),
    }
  }),
  permissions: (conversation: ConversationHandle): FakeStore<Permissions> => fakeOf(conversation).permissions,
}

/** A person of a test. */
export const personOf = (id: string, name = id): Person => ({ id, name, handle: id, avatarHue: 0, profileVersion: 1 })

import { type ChatClient, type ConversationHandle, type StorageAdapter, conversations, createChatClient, marks as marksOf, members as membersOf } from '@palaver/client'
import type { Acknowledged, SeenConversation, Violation } from './checker.ts'
import { createMapStorage } from './map-storage.ts'
import { type FaultProxy, startFaultProxy } from './proxy.ts'

/** Somebody with one device: a real client behind a proxy of its own, whose tab can be reloaded. */
export interface Actor {
  readonly name: string
  readonly userId: string
  readonly proxy: FaultProxy
  readonly client: ChatClient
  /** Violations seen while it ran. */
  readonly noticed: readonly Violation[]
  /** By clientId: where it was stored, as the client was told. */
  readonly acknowledged: ReadonlyMap<string, Acknowledged>
  send(conversationId: string, text: string): void
  /** From now on this actor must not be shown `text`: it was sent after the actor's removal. */
  forbid(conversationId: string, text: string): void
  /** The actor is about to be taken in again, and may see everything. */
  pardon(conversationId: string): void
  /** A new client on the same storage, as after a reload of the tab. */
  reload(): Promise<void>
  show(conversationId: string): void
  seen(conversationIds: readonly string[]): Promise<readonly SeenConversation[]>
  close(): Promise<void>
}

interface ActorOptions {
  readonly name: string
  readonly userId: string
  readonly serverPort: number
  readonly token: () => Promise<string | null>
  readonly conversationIds: () => readonly string[]
}

/** Waits until `condition` holds. */
export const until = async (what: string, condition: () => boolean, timeoutMs = 60_000): Promise<void> => {
  const end = Date.now() + timeoutMs
  while (!condition()) {
    if (Date.now() > end) throw new Error(`gave up waiting until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}

const loadAll = async (conversation: ConversationHandle, label: string): Promise<void> => {
  await until(`${label} has loaded ${conversation.id}`, () => conversation.messages.getSnapshot().status !== 'loading')
  await conversation.messages.jumpToNewest()
  while (conversation.messages.getSnapshot().hasOlder) await conversation.messages.loadOlder()
  await until(`${label} has the members of ${conversation.id}`, () => membersOf(conversation).getSnapshot().status === 'ready')
  while (membersOf(conversation).getSnapshot().hasMore) await membersOf(conversation).loadMore()
  const everybody = (): boolean => {
    const known = new Set(marksOf(conversation).getSnapshot().map(({ userId }) => userId))
    return membersOf(conversation).getSnapshot().items.every(({ userId }) => known.has(userId))
  }
  await until(`${label} has the marks of ${conversation.id}`, everybody)
}

/** What a client shows of a conversation, everything loaded. */
export const readConversation = async (client: ChatClient, id: string, label: string): Promise<SeenConversation | undefined> => {
  const conversation = client.conversation(id)
  const release = [membersOf(conversation).subscribe(() => {}), conversation.messages.subscribe(() => {}), marksOf(conversation).subscribe(() => {}), conversation.info.subscribe(() => {})]
  try {
    await until(`${label} knows ${id}`, () => conversation.info.getSnapshot().status !== 'loading')
    const info = conversation.info.getSnapshot()
    if (info.status !== 'ready') return undefined
    await loadAll(conversation, label)
    const members = membersOf(conversation).getSnapshot().items.map((each) => each.userId)
    return {
      id,
      messages: conversation.messages
        .getSnapshot()
        .items.filter((each) => each.position !== undefined)
        .map((each) => ({ id: each.id ?? '', position: each.position ?? 0, text: each.content.text })),
      members,
      marks: Object.fromEntries(
        marksOf(conversation)
          .getSnapshot()
          .filter((each) => members.includes(each.userId))
          .map(({ userId, delivered, read }) => [userId, { delivered, read }]),
      ),
      unread: info.item?.unread ?? 0,
    }
  } finally {
    for (const end of release) end()
  }
}

/** Watches one conversation of a client for what must never be seen, not even for a moment. */
const watch = (
  client: ChatClient,
  id: string,
  label: string,
  forbidden: ReadonlySet<string>,
  marks: Map<string, number>,
  acknowledged: Map<string, Acknowledged>,
  report: (violation: Violation) => void,
): (() => void) => {
  const conversation = client.conversation(id)
  const messages = (): void => {
    const keys = new Set<string>()
    for (const message of conversation.messages.getSnapshot().items) {
      if (keys.has(message.key)) report({ invariant: 'INV-3', what: `${label} showed ${message.key} twice` })
      keys.add(message.key)
      if (message.position === undefined || message.id === undefined) continue
      if (forbidden.has(message.content.text)) report({ invariant: 'INV-5', what: `${label} was shown ${message.key}, sent after the removal` })
      if (message.mine) acknowledged.set(message.key, { conversationId: id, id: message.id, position: message.position })
    }
  }
  const moved = (): void => {
    for (const mark of marksOf(conversation).getSnapshot()) {
      const key = `${id} ${mark.userId}`
      if (mark.read < (marks.get(key) ?? 0)) report({ invariant: 'INV-6', what: `${label}: the mark of ${mark.userId} in ${id} went back` })
      marks.set(key, mark.read)
    }
  }
  const ends = [conversation.messages.subscribe(messages), marksOf(conversation).subscribe(moved)]
  return () => ends.forEach((end) => end())
}

/** Makes an actor and connects it. */
export const createActor = async (options: ActorOptions): Promise<Actor> => {
  const proxy = await startFaultProxy(options.serverPort)
  const storage: StorageAdapter = createMapStorage()
  const noticed: Violation[] = []
  const acknowledged = new Map<string, Acknowledged>()
  const forbidden = new Map<string, Set<string>>()
  const { name, userId } = options
  let client: ChatClient
  let ends: (() => void)[] = []
  let shown: (() => void) | undefined

  const start = (): void => {
    client = createChatClient({ url: `http://127.0.0.1:${proxy.port}`, userId, token: options.token, storage: async () => storage })
    // As an application does that shows its list: it loads and follows them all.
    conversations(client)
    const marks = new Map<string, number>()
    ends = options.conversationIds().map((id) => {
      const barred = forbidden.get(id) ?? new Set<string>()
      forbidden.set(id, barred)
      return watch(client, id, name, barred, marks, acknowledged, (violation) => noticed.push(violation))
    })
    client.connect()
  }
  const stop = async (): Promise<void> => {
    shown?.()
    shown = undefined
    ends.forEach((end) => end())
    await client.close()
  }
  start()

  return {
    name,
    userId,
    proxy,
    get client() {
      return client
    },
    noticed,
    acknowledged,
    send: (conversationId, text) => void client.conversation(conversationId).messages.send({ text }),
    forbid: (conversationId, text) => void forbidden.get(conversationId)?.add(text),
    pardon: (conversationId) => forbidden.get(conversationId)?.clear(),
    reload: async () => {
      await stop()
      start()
    },
    show: (conversationId) => {
      shown?.()
      shown = client.conversation(conversationId).open()
    },
    seen: async (ids) => (await Promise.all(ids.map((id) => readConversation(client, id, name)))).filter((each) => each !== undefined),
    close: async () => {
      await stop()
      await proxy.close()
    },
  }
}

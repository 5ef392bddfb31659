import { type ChatClient, type ConversationHandle, hidden, marks as marksOf, members as membersOf, thread, type TimelineMessage } from '@palaver/client'
import type { SeenConversation, SeenMessage } from './evidence.ts'
import { facetsOf } from './facets.ts'
import { ownStores, readOwn } from './own-view.ts'
import { until } from './waiting.ts'

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

const textOf = ({ content }: TimelineMessage): string => {
  if (content.kind === 'text') return content.text
  return content.kind === 'poll' ? content.question : `(${content.kind})`
}

const seenMessages = (items: readonly TimelineMessage[]): readonly SeenMessage[] =>
  items
    .filter((each) => each.position !== undefined)
    .map((item) => {
      const { id = '', position = 0, content, reactions = [], pin, thread: replies, poll, mentions, urgent, acknowledged } = item
      return {
        id,
        position,
        text: textOf(item),
        facets: facetsOf({
          reactions: reactions.flatMap(({ emoji, userIds, count }) => [...userIds.map((userId) => `${emoji} ${userId}`), ...(count === userIds.length ? [] : [`${emoji} ${count} times`])]),
          pinned: pin !== undefined,
          deleted: content.kind === 'deleted',
          expired: content.kind === 'deleted' && content.expired === true,
          thread: replies && { replies: replies.replyCount, last: replies.lastPosition },
          votes: poll,
          mentions: mentions?.userIds,
          urgent: urgent === true,
          acknowledged: acknowledged?.userIds,
          forwarded: item.forwardedFrom,
          stream: item.stream?.state,
        }),
      }
    })

/** Each thread that its root tells of, to its beginning. */
const readThreads = async (conversation: ConversationHandle, roots: readonly TimelineMessage[], label: string): Promise<SeenConversation['threads']> => {
  const seen: Record<string, readonly SeenMessage[]> = {}
  for (const { id = '', thread: replies } of roots) {
    if (!replies) continue
    const store = thread(conversation, id)
    const release = store.subscribe(() => {})
    await until(`${label} has loaded the thread ${id}`, () => store.getSnapshot().status !== 'loading')
    while (store.getSnapshot().hasOlder) await store.loadOlder()
    seen[id] = seenMessages(store.getSnapshot().items)
    release()
  }
  return seen
}

const readConversation = async (client: ChatClient, id: string, label: string): Promise<SeenConversation | undefined> => {
  const conversation = client.conversation(id)
  const stores = [membersOf(conversation), conversation.messages, marksOf(conversation), conversation.info, ...ownStores(client, conversation)]
  const release = stores.map((store) => store.subscribe(() => {}))
  try {
    await until(`${label} knows ${id}`, () => !['loading', 'error'].includes(conversation.info.getSnapshot().status))
    const info = conversation.info.getSnapshot()
    if (info.status !== 'ready') return undefined
    await loadAll(conversation, label)
    const members = membersOf(conversation).getSnapshot().items.map((each) => each.userId)
    const { items } = conversation.messages.getSnapshot()
    const threads = await readThreads(conversation, items, label)
    return {
      id,
      topic: info.item?.conversation.topic ?? '',
      messages: seenMessages(conversation.messages.getSnapshot().items),
      threads,
      members,
      marks: Object.fromEntries(
        marksOf(conversation)
          .getSnapshot()
          .filter((each) => members.includes(each.userId))
          .map(({ userId, delivered, read }) => [userId, { delivered, read }]),
      ),
      unread: info.item?.unread ?? 0,
      own: readOwn(client, conversation, items),
    }
  } finally {
    for (const end of release) end()
  }
}

/** What a client shows of these conversations, everything loaded; those that it has not are left out. */
export const readClient = async (client: ChatClient, ids: readonly string[], label: string): Promise<readonly SeenConversation[]> => {
  // What is hidden is left out from here on, as in every application that can hide.
  hidden(client)
  return (await Promise.all(ids.map((id) => readConversation(client, id, label)))).filter((each) => each !== undefined)
}

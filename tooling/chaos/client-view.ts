import { type ChatClient, type ConversationHandle, marks as marksOf, members as membersOf } from '@palaver/client'
import type { SeenConversation } from './evidence.ts'
import { facetsOf } from './facets.ts'
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

const readConversation = async (client: ChatClient, id: string, label: string): Promise<SeenConversation | undefined> => {
  const conversation = client.conversation(id)
  const release = [membersOf(conversation).subscribe(() => {}), conversation.messages.subscribe(() => {}), marksOf(conversation).subscribe(() => {}), conversation.info.subscribe(() => {})]
  try {
    await until(`${label} knows ${id}`, () => !['loading', 'error'].includes(conversation.info.getSnapshot().status))
    const info = conversation.info.getSnapshot()
    if (info.status !== 'ready') return undefined
    await loadAll(conversation, label)
    const members = membersOf(conversation).getSnapshot().items.map((each) => each.userId)
    return {
      id,
      topic: info.item?.conversation.topic ?? '',
      messages: conversation.messages
        .getSnapshot()
        .items.filter((each) => each.position !== undefined)
        .map(({ id: messageId = '', position = 0, content, reactions = [], pin }) => ({
          id: messageId,
          position,
          text: content.kind === 'text' ? content.text : `(${content.kind})`,
          facets: facetsOf({
            reactions: reactions.flatMap(({ emoji, userIds, count }) => [...userIds.map((userId) => `${emoji} ${userId}`), ...(count === userIds.length ? [] : [`${emoji} ${count} times`])]),
            pinned: pin !== undefined,
            deleted: content.kind === 'deleted',
          }),
        })),
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

/** What a client shows of these conversations, everything loaded; those that it has not are left out. */
export const readClient = async (client: ChatClient, ids: readonly string[], label: string): Promise<readonly SeenConversation[]> =>
  (await Promise.all(ids.map((id) => readConversation(client, id, label)))).filter((each) => each !== undefined)

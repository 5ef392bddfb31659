import { plural } from './plural.ts'

/** Threads. */
export const threads = {
  heading: 'Threads',
  thread: 'Thread',
  open: 'Reply in thread',
  view: 'In a thread',
  replies: (count: number) => `${count} ${plural(count, 'reply', 'replies')}`,
  unread: (count: number) => `${count > 99 ? '99+' : count} unread`,
  unreadThreads: (count: number) => `${count} ${plural(count, 'thread', 'threads')} unread`,
  label: 'Replies',
  composer: 'Reply in the thread',
  placeholder: 'Reply…',
  also: 'Also to the conversation',
  follow: 'Follow',
  unfollow: 'Unfollow',
  loadFailed: 'The thread could not be loaded',
  listFailed: 'Your threads could not be loaded',
  emptyTitle: 'No threads yet',
  emptyHint: 'Threads that you begin, reply in or are mentioned in stand here.',
  older: 'Show earlier replies',
}

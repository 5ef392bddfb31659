// What other features need of marks: the unread rule as SQL, for queries of their own.
export { unreadCount } from './unread.ts'

import { unreadLimit, unreadWindow } from '@palaver/core'
import { isOpenTo } from '../../platform/message-log/restricted.ts'

const read = 'greatest(v.read_position, v.visible_from - 1)'

/**
 * Unread messages of member `v` in conversation `v.conversation_id`: core's `countsAsUnread` as SQL. It reads a bounded number of rows:
 * whoever sends moves their own mark, so messages of one's own are not among those above it, and system messages fill the window at most.
 */
export const unreadCount = `(
  SELECT count(*)::int FROM (
    SELECT 1 FROM messages u
    WHERE u.conversation_id = v.conversation_id AND u.position > ${read} AND u.position <= ${read} + ${unreadWindow}
      AND u.sender_id <> v.user_id AND u.kind NOT IN ('system', 'deleted') AND ${isOpenTo('u', 'v.user_id')} AND (u.thread_root_id IS NULL OR jsonb_exists(u.parts, 'alsoToConversation'))
    LIMIT ${unreadLimit}
  ) counted)`

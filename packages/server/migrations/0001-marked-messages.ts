/**
 * Messages of which a conversation has few: each kind has an index of its own on an expression, which no other index can answer for, however the planner guesses;
 * and a function that asks for just that.
 */

const ofMessage = (expression: string): string => expression.replaceAll(/(parts|conversation_id)/g, 'm.$1')

/** Which conversation a message is pinned in. */
const pinnedIn = `CASE WHEN parts -> 'pin' IS NOT NULL THEN conversation_id END`

/** The pinned messages of a conversation. */
const pinned = `
CREATE FUNCTION palaver_pinned(c uuid) RETURNS SETOF messages LANGUAGE plpgsql STABLE ROWS 100
SET enable_seqscan = off AS $function$
BEGIN
  RETURN QUERY SELECT m.* FROM messages m WHERE (${ofMessage(pinnedIn)}) = c;
END
$function$`

/** Which conversation a message is to disappear from, and when. */
const expiringIn = `CASE WHEN parts -> 'expiresAt' IS NOT NULL THEN conversation_id END`
const expiringAt = `(parts ->> 'expiresAt')::bigint`

/** The messages of a conversation that are to disappear, those first whose time comes first. */
const expiring = `
CREATE FUNCTION palaver_expiring(c uuid, most int) RETURNS SETOF messages LANGUAGE plpgsql STABLE ROWS 100
SET enable_seqscan = off SET enable_sort = off AS $function$
BEGIN
  RETURN QUERY SELECT m.* FROM messages m WHERE (${ofMessage(expiringIn)}) = c ORDER BY ${ofMessage(expiringAt)} LIMIT most;
END
$function$`

/** In which conversation a message calls more people than it names. */
const wideIn = `CASE WHEN jsonb_exists_any(parts -> 'mentions', ARRAY['all', 'here', 'roles']) THEN conversation_id END`

/**
 * The messages of a conversation that call the member `v` with others, newest first, below a place; without those that stand in their activity.
 * One plan for all: it is called for each of somebody's conversations, and planning takes ten times as long as running.
 */
const wideMentions = `
CREATE FUNCTION palaver_wide_mentions(v members, before timestamptz, before_conversation uuid, before_position bigint, most int) RETURNS SETOF messages
LANGUAGE plpgsql STABLE ROWS 10
SET enable_seqscan = off SET plan_cache_mode = force_generic_plan AS $function$
BEGIN
  RETURN QUERY SELECT m.* FROM messages m
  WHERE (${ofMessage(wideIn)}) = v.conversation_id
    AND m.created_at <= before AND (m.created_at, m.conversation_id, m.position) < (before, before_conversation, before_position)
    AND m.created_at >= v.joined_at AND m.position >= v.visible_from AND m.sender_id <> v.user_id
    AND (jsonb_exists_any(m.parts -> 'mentions', ARRAY['all', 'here']) OR jsonb_exists(m.parts -> 'mentions' -> 'roles', v.role))
    AND NOT EXISTS (SELECT FROM activity a WHERE a.user_id = v.user_id AND a.conversation_id = m.conversation_id AND a.position = m.position)
  ORDER BY m.created_at DESC, m.position DESC LIMIT most;
END
$function$`

/** The indexes and their functions, one statement each. */
export const markedMessages: readonly string[] = [
  `CREATE INDEX messages_pinned ON messages ((${pinnedIn})) WHERE (${pinnedIn}) IS NOT NULL`,
  `CREATE INDEX messages_expiring ON messages ((${expiringIn}), (${expiringAt})) WHERE (${expiringIn}) IS NOT NULL`,
  `CREATE INDEX messages_wide ON messages ((${wideIn}), created_at) WHERE (${wideIn}) IS NOT NULL`,
  pinned,
  expiring,
  wideMentions,
]

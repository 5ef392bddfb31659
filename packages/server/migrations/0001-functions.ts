import { largeAbove } from '@palaver/core'

// The writer's hot path in one round trip each. Volatile PL/pgSQL takes a new snapshot for each inner statement (READ COMMITTED), so
// the check that follows the lock sees what was committed before it. docs/decisions/0006-writer-function.md has the measurements.
//
// Plans are cached from the first calls on, when the tables may be empty and every way looks cheap, and PGlite never replans. So nothing
// is left to the planner: each join is a look-up of at most one row by one key. LATERAL with LIMIT keeps it from reading a table once and
// comparing it with every row of the batch; IS NOT DISTINCT FROM cannot use an index, so the wrong one (every message of the
// conversation) cannot be taken.
export const header = `LANGUAGE plpgsql VOLATILE
SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off`

// Rows locked elsewhere are skipped, not waited for. `skipped` are those that exist; an unknown id is neither.
const lock = `
  SELECT coalesce(array_agg(l.id), '{}') INTO locked
  FROM (SELECT c.id FROM conversations c WHERE c.id = ANY (ids) ORDER BY c.id FOR NO KEY UPDATE SKIP LOCKED) l;
  IF cardinality(locked) < cardinality(ids) THEN
    SELECT coalesce(array_agg(c.id), '{}') INTO skipped
    FROM conversations c WHERE c.id = ANY (ids) AND NOT c.id = ANY (locked);
  END IF;`

/** Stores the intervals of a batch in the row `reuse`, or in a new one if there is none any more; `box` is where they are. */
const store = (intervals: string): string => `UPDATE outbox SET entries = ${intervals}, created_at = now(), claimed_until = NULL WHERE id = reuse RETURNING id INTO box;
    IF box IS NULL THEN
      INSERT INTO outbox (entries) VALUES (${intervals}) RETURNING id INTO box;
    END IF;`

/** The answer for a single message. */
const outcome = (values: string, box = 'NULL'): string => `json_build_object('box', ${box}, 'out', json_build_array(json_build_array(${values})))`

/** Sets the timer of conversations whose messages are to disappear (`{ conversation: milliseconds since the epoch }`), unless it is to run before; each has one. */
const setExpiries = `
CREATE FUNCTION palaver_set_expiries(expiring jsonb) RETURNS void
${header} AS $function$
BEGIN
  INSERT INTO timers AS t (id, kind, key, data, due_at, next_at)
  SELECT gen_random_uuid(), 'disappearing', x.c, jsonb_build_object('conversationId', x.c), x.due, x.due
  FROM (SELECT e.key AS c, timestamptz 'epoch' + e.value::bigint * interval '1 millisecond' AS due FROM jsonb_each_text(expiring) e) x
  ON CONFLICT (kind, key) DO UPDATE SET id = excluded.id, data = excluded.data, due_at = excluded.due_at, next_at = excluded.next_at,
    attempts = 0, handovers = 0, error = NULL, failed_at = NULL
  WHERE t.due_at > excluded.due_at OR t.next_at IS NULL;
END
$function$`

/** When a message that is sent at `at` disappears, in milliseconds; null when it stays. The shorter time counts: of those given, least() leaves out nulls. */
const expiry = (at: string, own: string): string => `(extract(epoch FROM ${at}) * 1000)::bigint + least(${own}, conv.disappear_after_ms)`

/** The parts of a message that may disappear. */
const partsWith = (parts: string, expires: string): string =>
  `CASE WHEN ${expires} IS NULL THEN ${parts} ELSE coalesce(${parts}, '{}') || jsonb_build_object('expiresAt', ${expires}) END`

const conversationOf = `LEFT JOIN LATERAL (SELECT * FROM conversations c WHERE c.id = x.c LIMIT 1) conv ON true`
const memberOf = `LEFT JOIN LATERAL (
      SELECT * FROM members m WHERE m.conversation_id = x.c AND m.user_id = x.s AND m.state = 'active' LIMIT 1
    ) mem ON true`

/**
 * Sends a run of messages. `ids`: the distinct conversations; `batch`: the messages in order of arrival; `allowed`: by app role the
 * "type:role" pairs that may send, from the permission table in core; `reuse`: an outbox row whose events were published.
 *
 * A message implies that its sender has read up to it (PROTOCOL.md, MARK-6): their marks move, and no `marks_revision`.
 *
 * Returns `{ box, out: [[outcome, position, revision, createdAt, replyToPosition, firstId]] }`, outcomes in the order of `batch`:
 * 0 sent (a seventh element says when it disappears), 1 replay, 2 conflict, 3 not an active member, 4 not allowed, 5 locked elsewhere, 6 unknown message to reply to.
 */
const send = `
CREATE FUNCTION palaver_send(ids uuid[], batch json, allowed jsonb, reuse bigint) RETURNS json
${header} AS $function$
DECLARE
  locked uuid[];
  skipped uuid[] := '{}';
  moment timestamptz;
  intervals jsonb;
  expiring jsonb;
  concerning uuid[];
  box bigint;
  answer json;
BEGIN
  ${lock}
  moment := date_trunc('milliseconds', clock_timestamp());

  WITH input AS MATERIALIZED (
    SELECT * FROM json_to_recordset(batch)
      AS x(n int, c uuid, s uuid, a text, k uuid, h text, i uuid, t json, r uuid, u json, p json, d bigint)
  ), checked AS MATERIALIZED (
    SELECT x.*, decode(x.h, 'hex') AS hash, conv.head_position, conv.head_revision,
      -- Never earlier than what stands before it, so that history can be searched by time through positions.
      greatest(moment, conv.activity_at) AS at, ${expiry('greatest(moment, conv.activity_at)', 'x.d')} AS expires,
      old.id AS old_id, old.position AS old_position, coalesce(old.sent_revision, old.revision) AS old_revision, old.created_at AS old_at,
      reply.position AS reply_position,
      CASE
        WHEN x.c = ANY (skipped) THEN 5
        WHEN mem.role IS NULL THEN 3
        WHEN old.id IS NOT NULL THEN CASE WHEN old.input_hash = decode(x.h, 'hex') THEN 1 ELSE 2 END
        WHEN jsonb_exists(allowed -> x.a, conv.type || ':' || mem.role) IS NOT TRUE THEN 4
        WHEN x.r IS NOT NULL AND reply.position IS NULL THEN 6
        ELSE 0
      END AS outcome
    FROM input x
    ${conversationOf}
    ${memberOf}
    LEFT JOIN LATERAL (
      SELECT m.id, m.position, m.revision, m.sent_revision, m.created_at, m.input_hash FROM messages m
      WHERE m.client_id = x.k AND m.sender_id = x.s AND m.conversation_id IS NOT DISTINCT FROM x.c LIMIT 1
    ) old ON true
    LEFT JOIN LATERAL (
      SELECT m.position FROM messages m WHERE m.id = x.r AND m.conversation_id IS NOT DISTINCT FROM x.c AND m.position >= mem.visible_from LIMIT 1
    ) reply ON true
  ), numbered AS MATERIALIZED (
    SELECT k.*,
      head_position + count(*) FILTER (WHERE outcome = 0) OVER w AS position,
      head_revision + count(*) FILTER (WHERE outcome = 0) OVER w AS revision
    FROM checked k WINDOW w AS (PARTITION BY c ORDER BY n ROWS UNBOUNDED PRECEDING)
  ), heads AS MATERIALIZED (
    SELECT c, min(revision) - 1 AS after, max(revision) AS revision, max(position) AS position, max(at) AS at
    FROM numbered WHERE outcome = 0 GROUP BY c
  ), inserted AS (
    INSERT INTO messages (conversation_id, position, id, revision, sender_id, client_id, input_hash, kind, content,
      reply_to_id, reply_to_position, custom, parts, created_at)
    SELECT c, position, i, revision, s, k, hash, t ->> 'kind', t::jsonb, r, reply_position, u::jsonb, ${partsWith('p::jsonb', 'expires')}, at
    FROM numbered WHERE outcome = 0
  ), moved AS (
    UPDATE conversations conv
    SET head_position = h.position, shown_position = NULL, head_revision = h.revision, activity_at = h.at
    FROM heads h WHERE conv.id = h.c
  ), marked AS (
    UPDATE members mem
    SET delivered_position = f.position, read_position = f.position
    FROM (SELECT c, s, max(position) AS position FROM numbered WHERE outcome = 0 GROUP BY c, s) f
    WHERE mem.conversation_id = f.c AND mem.user_id = f.s
  )
  SELECT
    (SELECT jsonb_agg(jsonb_build_array('c', c, after, revision)) FROM heads),
    (SELECT jsonb_object_agg(e.c, e.at) FROM (SELECT c, min(expires) AS at FROM numbered WHERE outcome = 0 AND expires IS NOT NULL GROUP BY c) e),
    (SELECT array_agg(i) FROM numbered WHERE outcome = 0 AND (r IS NOT NULL OR p -> 'mentions' -> 'userIds' IS NOT NULL)),
    (SELECT json_agg(
      CASE outcome
        WHEN 0 THEN json_build_array(0, position, revision, (extract(epoch FROM at) * 1000)::bigint, reply_position, NULL, expires)
        WHEN 1 THEN json_build_array(1, old_position, old_revision, (extract(epoch FROM old_at) * 1000)::bigint, NULL, old_id)
        ELSE json_build_array(outcome)
      END ORDER BY n)
    FROM numbered)
  INTO intervals, expiring, concerning, answer;
  IF intervals IS NOT NULL THEN
    ${store('intervals')}
  END IF;
  IF concerning IS NOT NULL THEN
    PERFORM palaver_note_activity(concerning);
  END IF;
  IF expiring IS NOT NULL THEN
    PERFORM palaver_set_expiries(expiring);
  END IF;
  RETURN json_build_object('box', box, 'out', answer);
END
$function$`

/**
 * Sends one message: the same rule as palaver_send in statements of one row each, without the start-up of one large plan. Most batches of
 * a quiet server are of one message, and cost less than half of it so. `allowed` is that of the sender's app role.
 *
 * Returns what palaver_send returns.
 */
const sendOne = `
CREATE FUNCTION palaver_send_one(c uuid, s uuid, allowed text[], k uuid, h bytea, i uuid, t json, r uuid, u jsonb, p jsonb, d bigint, reuse bigint) RETURNS json
${header} AS $function$
DECLARE
  conv record;
  mem record;
  old record;
  reply_position bigint;
  at timestamptz;
  expires bigint;
  box bigint;
BEGIN
  SELECT x.type, x.head_position, x.head_revision, x.activity_at, x.disappear_after_ms INTO conv FROM conversations x WHERE x.id = c FOR NO KEY UPDATE SKIP LOCKED;
  IF NOT FOUND THEN
    RETURN ${outcome(`CASE WHEN EXISTS (SELECT FROM conversations x WHERE x.id = c) THEN 5 ELSE 3 END`)};
  END IF;
  SELECT m.role, m.visible_from INTO mem FROM members m WHERE m.conversation_id = c AND m.user_id = s AND m.state = 'active';
  IF NOT FOUND THEN
    RETURN ${outcome('3')};
  END IF;
  SELECT m.id, m.position, coalesce(m.sent_revision, m.revision) AS revision, m.created_at, m.input_hash INTO old
  FROM messages m WHERE m.client_id = k AND m.sender_id = s AND m.conversation_id IS NOT DISTINCT FROM c LIMIT 1;
  IF FOUND THEN
    IF old.input_hash <> h THEN
      RETURN ${outcome('2')};
    END IF;
    RETURN ${outcome('1, old.position, old.revision, (extract(epoch FROM old.created_at) * 1000)::bigint, NULL, old.id')};
  END IF;
  IF NOT conv.type || ':' || mem.role = ANY (allowed) THEN
    RETURN ${outcome('4')};
  END IF;
  IF r IS NOT NULL THEN
    SELECT m.position INTO reply_position FROM messages m WHERE m.id = r AND m.conversation_id IS NOT DISTINCT FROM c AND m.position >= mem.visible_from LIMIT 1;
    IF NOT FOUND THEN
      RETURN ${outcome('6')};
    END IF;
  END IF;
  -- Never earlier than what stands before it, so that history can be searched by time through positions.
  at := greatest(date_trunc('milliseconds', clock_timestamp()), conv.activity_at);
  expires := ${expiry('at', 'd')};
  INSERT INTO messages (conversation_id, position, id, revision, sender_id, client_id, input_hash, kind, content,
    reply_to_id, reply_to_position, custom, parts, created_at)
  VALUES (c, conv.head_position + 1, i, conv.head_revision + 1, s, k, h, t ->> 'kind', t::jsonb, r, reply_position, u, ${partsWith('p', 'expires')}, at);
  IF r IS NOT NULL OR p -> 'mentions' -> 'userIds' IS NOT NULL THEN
    PERFORM palaver_note_activity(ARRAY[i]);
  END IF;
  UPDATE conversations x SET head_position = conv.head_position + 1, shown_position = NULL, head_revision = conv.head_revision + 1, activity_at = at WHERE x.id = c;
  UPDATE members m SET delivered_position = conv.head_position + 1, read_position = conv.head_position + 1 WHERE m.conversation_id = c AND m.user_id = s;
  ${store(`jsonb_build_array(jsonb_build_array('c', c, conv.head_revision, conv.head_revision + 1))`)}
  IF expires IS NOT NULL THEN
    PERFORM palaver_set_expiries(jsonb_build_object(c, expires));
  END IF;
  RETURN ${outcome('0, conv.head_position + 1, conv.head_revision + 1, (extract(epoch FROM at) * 1000)::bigint, reply_position, NULL, expires', 'box')};
END
$function$`

/**
 * Moves marks: one entry for each member, monotonic, capped at the head; read implies delivered.
 *
 * In a large conversation nobody is told of the others' marks, so the conversation is not locked and its marksRevision stays: each member's
 * row has a number of its own. Rows that are locked elsewhere come again; so nothing waits while it holds a lock, and nothing deadlocks.
 *
 * Returns `[[outcome, delivered, read, marksRevision, isLarge]]` in the order of `batch`: 0 moved, 1 stood there already, 3 not an active
 * member, 5 locked elsewhere. All marks of a conversation that one call moved share a marksRevision, but for large ones.
 */
const marks = `
CREATE FUNCTION palaver_move_marks(ids uuid[], batch json) RETURNS json
${header} AS $function$
DECLARE
  locked uuid[];
  skipped uuid[] := '{}';
  large uuid[] := '{}';
  answer json;
BEGIN
  SELECT coalesce(array_agg(l.id), '{}') INTO locked
  FROM (SELECT c.id FROM conversations c WHERE c.id = ANY (ids) AND c.member_count <= ${largeAbove} ORDER BY c.id FOR NO KEY UPDATE SKIP LOCKED) l;
  IF cardinality(locked) < cardinality(ids) THEN
    SELECT coalesce(array_agg(c.id) FILTER (WHERE c.member_count <= ${largeAbove}), '{}'), coalesce(array_agg(c.id) FILTER (WHERE c.member_count > ${largeAbove}), '{}')
    INTO skipped, large FROM conversations c WHERE c.id = ANY (ids) AND NOT c.id = ANY (locked);
  END IF;

  WITH input AS MATERIALIZED (
    SELECT * FROM json_to_recordset(batch) AS x(n int, c uuid, s uuid, d bigint, r bigint)
  ), checked AS MATERIALIZED (
    SELECT x.n, x.c, x.s, x.c = ANY (large) AS is_large, mem.delivered_position AS old_delivered, mem.read_position AS old_read,
      CASE WHEN x.c = ANY (large) THEN greatest(mem.marks_revision, conv.marks_revision) + 1 ELSE conv.marks_revision + 1 END AS marks_revision,
      greatest(mem.delivered_position, least(coalesce(greatest(x.d, x.r), 0), conv.head_position)) AS delivered,
      greatest(mem.read_position, least(coalesce(x.r, 0), conv.head_position)) AS read,
      CASE WHEN x.c = ANY (skipped) THEN 5 WHEN mem.user_id IS NULL THEN 3 WHEN x.c = ANY (large) AND held.user_id IS NULL THEN 5 END AS refused
    FROM input x
    ${conversationOf}
    ${memberOf}
    LEFT JOIN LATERAL (
      SELECT m.user_id FROM members m WHERE x.c = ANY (large) AND m.conversation_id = x.c AND m.user_id = x.s LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED
    ) held ON true
  ), settled AS MATERIALIZED (
    SELECT *, coalesce(refused, CASE WHEN delivered > old_delivered OR read > old_read THEN 0 ELSE 1 END) AS outcome FROM checked
  ), marked AS (
    -- Of a row that was not under the conversation's lock, only its newest version knows how far it is.
    UPDATE members mem SET delivered_position = greatest(mem.delivered_position, f.delivered), read_position = greatest(mem.read_position, f.read),
      marks_revision = f.marks_revision
    FROM (SELECT * FROM settled WHERE outcome = 0) f
    WHERE mem.conversation_id = f.c AND mem.user_id = f.s
  ), moved AS (
    UPDATE conversations conv SET marks_revision = f.marks_revision
    FROM (SELECT DISTINCT c, marks_revision FROM settled WHERE outcome = 0 AND NOT is_large) f
    WHERE conv.id = f.c
  )
  SELECT json_agg(json_build_array(outcome, delivered, read, marks_revision, is_large) ORDER BY n) INTO answer FROM settled;
  RETURN answer;
END
$function$`

/** The functions of the writer, one statement each. */
export const functions: readonly string[] = [setExpiries, send, sendOne, marks]

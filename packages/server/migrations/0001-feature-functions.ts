import { header } from './0001-functions.ts'

/**
 * Adds a piece to the text of a stream, from offset `o`, under the lock of the stream. What is written already may come again: only what goes
 * beyond it is added. `allowed`: "type:role" pairs that may write; `most`: code points of a text.
 */
const appendStream = `
CREATE FUNCTION palaver_stream_append(m uuid, c uuid, u uuid, o int, piece text, allowed text[], most int) RETURNS json
${header} AS $function$
DECLARE
  place record;
  held int;
  said record;
  common int;
BEGIN
  SELECT v.visible_from, conv.type || ':' || v.role AS seat, conv.member_count AS members INTO place
  FROM members v JOIN conversations conv ON conv.id = v.conversation_id WHERE v.conversation_id = c AND v.user_id = u AND v.state = 'active';
  IF NOT FOUND THEN RETURN json_build_object('outcome', 'not_found', 'length', 0, 'members', 0); END IF;
  SELECT s.length INTO held FROM streams s WHERE s.message_id = m AND s.conversation_id = c FOR UPDATE;
  -- Read after the lock: whoever ends the stream holds it until the message says so.
  SELECT x.sender_id, x.parts -> 'stream' ->> 'state' AS state INTO said
  FROM messages x WHERE x.id = m AND x.conversation_id IS NOT DISTINCT FROM c AND x.position >= place.visible_from;
  IF NOT FOUND OR said.state IS NULL THEN RETURN json_build_object('outcome', 'not_found', 'length', 0, 'members', 0); END IF;
  IF said.sender_id <> u THEN RETURN json_build_object('outcome', 'not_yours', 'length', 0, 'members', 0); END IF;
  IF NOT place.seat = ANY (allowed) THEN RETURN json_build_object('outcome', 'forbidden', 'length', 0, 'members', 0); END IF;
  IF held IS NULL OR said.state <> 'open' THEN RETURN json_build_object('outcome', 'ended', 'length', 0, 'members', 0); END IF;
  IF o > held THEN RETURN json_build_object('outcome', 'conflict', 'length', held, 'members', place.members); END IF;
  IF o < held THEN
    common := least(char_length(piece), held - o);
    IF left(piece, common) <> substr((SELECT string_agg(p.text, '' ORDER BY p.start) FROM stream_pieces p WHERE p.message_id = m), o + 1, common) THEN
      RETURN json_build_object('outcome', 'conflict', 'length', held, 'members', place.members);
    END IF;
    piece := substr(piece, common + 1);
  END IF;
  IF held + char_length(piece) > most THEN RETURN json_build_object('outcome', 'too_large', 'length', held, 'members', place.members); END IF;
  UPDATE streams SET length = held + char_length(piece), touched_at = clock_timestamp() WHERE message_id = m;
  IF piece <> '' THEN INSERT INTO stream_pieces (message_id, start, text) VALUES (m, held, piece); END IF;
  RETURN json_build_object('outcome', CASE WHEN piece = '' THEN 'known' ELSE 'appended' END, 'length', held + char_length(piece), 'members', place.members);
END
$function$`

/**
 * Notes in the activity of people what these messages, just sent, are to them: those whom they name, and the author of the message that they
 * answer. Ids of messages that were not sent after all are passed over.
 */
const noteActivity = `
CREATE FUNCTION palaver_note_activity(ids uuid[]) RETURNS void
${header} AS $function$
BEGIN
  INSERT INTO activity (user_id, conversation_id, position, kind, at)
  SELECT called.id, m.conversation_id, m.position, 'mention', m.created_at
  FROM unnest(ids) AS x(id), LATERAL (SELECT * FROM messages m WHERE m.id = x.id LIMIT 1) m,
    LATERAL (SELECT u.id::uuid AS id FROM jsonb_array_elements_text(m.parts -> 'mentions' -> 'userIds') AS u(id)) called
  WHERE called.id <> m.sender_id
  ON CONFLICT DO NOTHING;
  -- Who is named as well has the entry already. Looked up by its id: an index by position would compete with that by revision, which reads the whole conversation.
  INSERT INTO activity (user_id, conversation_id, position, kind, at)
  SELECT answered.sender_id, m.conversation_id, m.position, 'reply', m.created_at
  FROM unnest(ids) AS x(id), LATERAL (SELECT * FROM messages m WHERE m.id = x.id LIMIT 1) m,
    LATERAL (SELECT a.sender_id, a.kind FROM messages a WHERE a.id = m.reply_to_id AND a.conversation_id IS NOT DISTINCT FROM m.conversation_id LIMIT 1) answered
  WHERE answered.sender_id <> m.sender_id AND answered.kind <> 'system'
  ON CONFLICT DO NOTHING;
END
$function$`

// Whatever writes a poll, its end is remembered in the same transaction.
const timePoll = `
CREATE FUNCTION palaver_time_poll() RETURNS trigger LANGUAGE plpgsql AS $function$
DECLARE
  due timestamptz := timestamptz 'epoch' + (NEW.content ->> 'closesAt')::bigint * interval '1 millisecond';
BEGIN
  INSERT INTO timers (id, kind, key, data, due_at, next_at)
  VALUES (gen_random_uuid(), 'poll.close', NEW.id::text, jsonb_build_object('conversationId', NEW.conversation_id, 'messageId', NEW.id), due, due);
  RETURN NULL;
END
$function$`
const pollTimer = `
CREATE TRIGGER poll_timer AFTER INSERT ON messages FOR EACH ROW
WHEN (NEW.kind = 'poll' AND jsonb_exists(NEW.content, 'closesAt')) EXECUTE FUNCTION palaver_time_poll()`

/** The functions of single features and their triggers, one statement each. */
export const featureFunctions: readonly string[] = [appendStream, noteActivity, timePoll, pollTimer]

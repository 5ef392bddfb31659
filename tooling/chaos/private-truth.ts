/** What is private to people and shown on their devices. A reminder that waits beyond its time is none that a device may show. */
export const privately = `
  SELECT user_id, coalesce(value ->> 'conversationId', key) AS conversation_id, CASE kind WHEN 'draft' THEN 'draft' ELSE kind || ' ' || key END AS name,
    CASE kind
      WHEN 'draft' THEN value ->> 'text'
      WHEN 'saved' THEN value ->> 'savedAt'
      WHEN 'reminder' THEN (CASE WHEN value ->> 'state' = 'waiting' AND (value ->> 'at')::bigint < extract(epoch FROM now()) * 1000 THEN 'overdue' ELSE value ->> 'state' END) || ' ' || (value ->> 'at')
      ELSE concat_ws(' ', value ->> 'state', value ->> 'failure') || ': ' || (value -> 'content' ->> 'text')
    END AS said
  FROM private_rows WHERE kind IN ('draft', 'scheduled', 'saved', 'reminder') AND value IS NOT NULL`

/** What is private to people and stands in no list of theirs: the messages that they hid, and those that they flagged, with every reason that is kept. */
export const unlisted = `
  SELECT user_id, value ->> 'conversationId' AS conversation_id, 'hidden ' || key AS name, 'on' AS said FROM private_rows WHERE kind = 'hidden' AND value IS NOT NULL
  UNION ALL
  SELECT f.user_id, f.conversation_id::text, 'flag ' || m.id, string_agg(f.reason, ' and ' ORDER BY f.id)
  FROM flags f JOIN messages m ON m.conversation_id = f.conversation_id AND m.position = f.position GROUP BY f.user_id, f.conversation_id, m.id`

/** Makes a text mean itself in LIKE. */
export const escapeLike = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&')

/** For the transaction of a search: how alike two spellings must be, and a bound on the time whatever was asked. */
export const searchSettings = `SELECT set_config('pg_trgm.word_similarity_threshold', '0.4', true), set_config('statement_timeout', '2000', true)`

/**
 * Parameters: the query in lower case, the same as an escaped prefix, the limit. Each way of matching gives a bounded number of
 * candidates by an index, so a query that fits everyone costs no more than one that fits a few.
 */
export const searchSql = `
  WITH candidates AS (
    (SELECT id FROM users WHERE handle = $1)
    UNION (SELECT id FROM users WHERE handle LIKE $2 LIMIT 300)
    UNION (SELECT id FROM users WHERE lower(name) LIKE $2 LIMIT 300)
    UNION (SELECT id FROM users WHERE handle % $1 OR $1 <% lower(name) LIMIT 300)
  )
  SELECT u.id, u.handle, u.name, u.avatar_hue, u.bio, u.custom, u.profile_version
  FROM candidates JOIN users u USING (id)
  WHERE u.state = 'active'
  ORDER BY
    u.handle = $1 DESC,
    u.handle LIKE $2 DESC,
    lower(u.name) LIKE $2 DESC,
    greatest(similarity(u.handle, $1), word_similarity($1, lower(u.name))) DESC,
    u.handle
  LIMIT $3`

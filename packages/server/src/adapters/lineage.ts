import { createHash, randomUUID } from 'node:crypto'
import type { Sql } from '../platform/sql.ts'

const storedId = `SELECT value FROM settings WHERE key = 'lineage'`

// Of nodes that start at once the first one's id stays.
const makeId = `
  INSERT INTO settings (key, value) VALUES ('lineage', $1)
  ON CONFLICT (key) DO UPDATE SET value = settings.value
  RETURNING value`

const cluster = `
  SELECT s.system_identifier::text AS system, c.timeline_id AS timeline
  FROM pg_control_system() s, pg_control_checkpoint() c`

/**
 * The name of this history: the stored id tells databases apart, the system identifier tells restored dumps, the timeline tells a
 * point-in-time recovery or a promoted standby. As 22 characters, because clients send it with each resume.
 */
export async function readLineage(sql: Sql): Promise<string> {
  const [stored] = await sql.query<{ value: string }>(storedId)
  const [row] = stored ? [stored] : await sql.query<{ value: string }>(makeId, [randomUUID()])
  const [control] = await sql.query<{ system: string; timeline: number }>(cluster)
  if (!row || !control) throw new Error('unable to read the lineage; the database gave no answer')
  return createHash('sha256').update(`${row.value}:${control.system}:${control.timeline}`).digest('base64url').slice(0, 22)
}

/** Gives the database another lineage: every client starts anew, with its outbox. */
export async function startLineage(sql: Sql): Promise<void> {
  await sql.query(`INSERT INTO settings (key, value) VALUES ('lineage', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value`, [randomUUID()])
}

import { createHash, randomUUID } from 'node:crypto'
import type { Sql } from '../platform/sql.ts'

const storedId = `
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
  const [row] = await sql.query<{ value: string }>(storedId, [randomUUID()])
  const [control] = await sql.query<{ system: string; timeline: number }>(cluster)
  if (!row || !control) throw new Error('unable to read the lineage; the database gave no answer')
  return createHash('sha256').update(`${row.value}:${control.system}:${control.timeline}`).digest('base64url').slice(0, 22)
}

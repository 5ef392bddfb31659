import { createHmac } from 'node:crypto'
import type { Runtime } from '../../platform/runtime.ts'
import type { Sql, SqlDatabase } from '../../platform/sql.ts'

const size = 32
const secretKey = 'secret'
const fingerprintKey = 'secret.fingerprint'

/** The nodes of this deployment have another secret than this one: tokens of one would be refused by the other. */
export class SecretMismatchError extends Error {
  constructor(reason: string) {
    super(`unable to use the secret; ${reason}. Give every node the same PALAVER_SECRET; palaver secret replace makes this node's the one of all, and every access token void`)
    this.name = 'SecretMismatchError'
  }
}

/** What a database knows of the deployment's secret. */
export interface KnownSecret {
  /** Kept in the database, because no PALAVER_SECRET was set when it was made. */
  readonly stored: Buffer | undefined
  readonly fingerprint: string | undefined
}

/** Tells two secrets apart, and says nothing about either. */
export const fingerprintOf = (secret: Uint8Array): string => createHmac('sha256', secret).update('palaver:fingerprint').digest('base64url').slice(0, 22)

/** Reads what is known; changes nothing. */
export async function readKnownSecret(sql: Sql): Promise<KnownSecret> {
  const rows = await sql.query<{ key: string; value: string }>('SELECT key, value FROM settings WHERE key = ANY ($1::text[])', [[secretKey, fingerprintKey]])
  const value = (key: string): string | undefined => rows.find((row) => row.key === key)?.value
  const stored = value(secretKey)
  return { stored: stored === undefined ? undefined : Buffer.from(stored, 'base64url'), fingerprint: value(fingerprintKey) }
}

/**
 * The secret of all nodes on one PostgreSQL: the configured one, of which a fingerprint is kept so that a node with another one is found,
 * or one that is made once and kept in the database. @throws {SecretMismatchError}
 */
export async function loadSharedSecret(database: SqlDatabase, configured: Buffer | undefined, runtime: Pick<Runtime, 'randomBytes'>): Promise<Buffer> {
  const secret = configured ?? Buffer.from(runtime.randomBytes(size))
  return database.transaction(async (tx) => {
    // Of nodes that start at once the second waits here for the first.
    const isFirst = await insert(tx, fingerprintKey, fingerprintOf(secret))
    if (isFirst && !configured) await insert(tx, secretKey, secret.toString('base64url'))
    return requireSame(await readKnownSecret(tx), configured)
  })
}

/** The secret that fits what is known. @throws {SecretMismatchError} */
export function requireSame({ stored, fingerprint }: KnownSecret, configured: Buffer | undefined): Buffer {
  if (!configured) {
    if (!stored) throw new SecretMismatchError('the other nodes have a PALAVER_SECRET, and here none is set')
    return stored
  }
  if (fingerprint !== fingerprintOf(configured)) {
    throw new SecretMismatchError(stored ? 'the nodes use the one that is kept in the database, and here a PALAVER_SECRET is set' : 'PALAVER_SECRET is not that of the other nodes')
  }
  return configured
}

/** Makes the configured secret, or a new one kept in the database, the one of all nodes; those that run go on with the old one. */
export async function replaceSecret(database: SqlDatabase, configured: Buffer | undefined, runtime: Pick<Runtime, 'randomBytes'>): Promise<void> {
  const secret = configured ?? Buffer.from(runtime.randomBytes(size))
  await database.transaction(async (tx) => {
    await tx.query('DELETE FROM settings WHERE key = ANY ($1::text[])', [[secretKey, fingerprintKey]])
    await insert(tx, fingerprintKey, fingerprintOf(secret))
    if (!configured) await insert(tx, secretKey, secret.toString('base64url'))
  })
}

async function insert(tx: Sql, key: string, value: string): Promise<boolean> {
  return (await tx.query('INSERT INTO settings (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING RETURNING key', [key, value])).length > 0
}

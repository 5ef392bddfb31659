// Prints how many messages a PGlite folder holds.
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'

const database = await PGlite.create({ dataDir: process.argv[2] ?? '', extensions: { pg_trgm } })
const { rows } = await database.query<{ count: number }>('SELECT count(*)::int AS count FROM messages')
await database.close()
process.stdout.write(String(rows[0]?.count))

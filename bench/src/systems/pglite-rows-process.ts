// Prints the number that a query of a PGlite folder answers as `count`.
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'

const [, , dataDir = '', query = ''] = process.argv
const database = await PGlite.create({ dataDir, extensions: { pg_trgm } })
const { rows } = await database.query<{ count: number }>(query)
await database.close()
process.stdout.write(String(rows[0]?.count))

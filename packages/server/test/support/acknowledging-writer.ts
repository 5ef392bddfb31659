// A process that commits rows to an embedded database one after the other and prints each number once it is acknowledged.
import { DataFolderInUseError } from '../../src/adapters/pglite/folder-lock.ts'
import { openDatabase } from '../../src/adapters/open-database.ts'

try {
  const database = await openDatabase({ dataDir: process.argv[2] ?? '' })
  await database.migrate()
  await database.query('CREATE TABLE IF NOT EXISTS numbers (n bigint PRIMARY KEY)')
  const [last] = await database.query<{ n: number | null }>('SELECT max(n) AS n FROM numbers')
  for (let n = (last?.n ?? 0) + 1; ; n++) {
    await database.transaction((tx) => tx.query('INSERT INTO numbers VALUES ($1)', [n]))
    process.stdout.write(`${n}\n`)
  }
} catch (error) {
  if (!(error instanceof DataFolderInUseError)) throw error
  process.stdout.write('refused\n')
}

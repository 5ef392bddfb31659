import { dialects, createTestDatabase } from '../support/databases.ts'
import { describeDatabase } from './sql.suite.ts'

for (const dialect of dialects) describeDatabase(dialect, (entities) => createTestDatabase(dialect, { entities }))

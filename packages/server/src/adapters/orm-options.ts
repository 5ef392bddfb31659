import type { EntitySchema } from '@mikro-orm/core'
import { Migrator } from '@mikro-orm/migrations'
import { migrations } from '../../migrations/index.ts'

/** What MikroORM is told on either database. Migrations are a list of classes: nothing scans folders, so bundling is safe. */
export function ormOptions(entities: readonly EntitySchema[]) {
  return {
    entities: [...entities],
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    migrations: { migrationsList: [...migrations], snapshot: false, silent: true, disableForeignKeys: false, allOrNothing: false },
    // A repeatable UTC, whatever the process's time zone is.
    forceUtcTimezone: true,
  }
}

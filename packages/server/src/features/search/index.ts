import type { Commands } from '../../platform/commands.ts'
import type { SqlDatabase } from '../../platform/sql.ts'
import { SearchService } from './service.ts'

export { createSearchIndexer, type SearchIndexer } from './indexer.ts'

/** Binds `message.search`. The index that it reads is kept by the indexer, on nodes that run jobs. */
export function createSearch({ commands, sql }: { readonly commands: Commands; readonly sql: SqlDatabase }): void {
  const service = new SearchService(sql)
  commands.bindUser('message.search', (input, caller) => service.search(input, caller))
}

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { copyWorkspace } from '../scaffold/copy.ts'

/** A copy of the workspace as a later minor release could be. */
export interface NextMinor {
  readonly folder: string
  /** It says so where this one says `conversation.updated`; this one has never heard of it. */
  readonly newEvent: 'conversation.restyled'
  /** An optional field that its messages and answers have. */
  readonly newField: 'edition'
  /** A migration that only adds. */
  readonly newMigration: '0002-edition'
  /** From its next start on, a node of it writes another version of the wire between nodes, too. */
  speakOtherBus(): void
  remove(): void
}

const protocolVersion = /protocolVersion = '1\.(\d+)'/

const migration = `import { Migration } from '@mikro-orm/migrations'

export class Migration0002Edition extends Migration {
  override name = '0002-edition'

  override up(): void {
    this.addSql('ALTER TABLE messages ADD COLUMN edition integer')
  }
}
`

/**
 * Makes it: minor number, event, field and migration are new.
 * @throws {Error} when a place that it changes is not where it was.
 */
export function makeNextMinor(): NextMinor {
  const folder = mkdtempSync(join(tmpdir(), 'palaver-next-minor-'))
  copyWorkspace(fileURLToPath(new URL('../..', import.meta.url)), folder)
  const edit = (path: string, place: string | RegExp, change: (found: string, group: string) => string): void => {
    const file = join(folder, 'packages', path)
    const text = readFileSync(file, 'utf8')
    const changed = text.replace(place, change)
    if (changed === text) throw new Error(`unable to make the next minor; ${path} has no ${String(place)} any more`)
    writeFileSync(file, changed)
  }
  const add = (more: string) => (found: string): string => `${found}${more}`

  edit('protocol/src/version.ts', protocolVersion, (_found, minor) => `protocolVersion = '1.${Number(minor) + 1}'`)
  edit('protocol/src/features/messages/schemas.ts', 'custom: Type.Optional(CustomData),', add('edition: Type.Optional(Type.Integer()),'))
  edit('protocol/src/features/messages/schemas.ts', 'createdAt: Timestamp })', () => 'createdAt: Timestamp, edition: Type.Optional(Type.Integer()) })')
  edit('protocol/src/features/conversations/contract.ts', 'export const conversationUpdated', (found) =>
    `export const conversationRestyled = defineEvent({ name: 'conversation.restyled', summary: 'New.', scope: 'conversation', payload: Type.Object({ conversation: Conversation }) })\n\n${found}`)
  edit('protocol/src/registry.ts', 'conversations.conversationUpdated,', add('\n  conversations.conversationRestyled,'))
  edit('server/src/features/conversations/update.ts', "name: 'conversation.updated'", () => "name: 'conversation.restyled'")
  edit('server/src/features/messages/changes.ts', /result: \{ id: first\.id,/, add(' edition: 2,'))
  edit('server/src/features/messages/changes.ts', 'clientId: change.clientId,', add(' edition: 2,'))
  edit('server/migrations/index.ts', '[Migration0001First', add(', Migration0002Edition'))
  edit('server/migrations/index.ts', /^import .*\n/m, add("import { Migration0002Edition } from './0002-edition.ts'\n"))
  writeFileSync(join(folder, 'packages/server/migrations/0002-edition.ts'), migration)
  return {
    folder,
    newEvent: 'conversation.restyled',
    newField: 'edition',
    newMigration: '0002-edition',
    speakOtherBus: () => edit('server/src/adapters/redis/bus-wire.ts', "const version = '1'", () => "const version = '2'"),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

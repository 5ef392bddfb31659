// A process that sends three messages and is killed by the system at the moment when they would be published: committed, not told.
import { sendMessages } from '../../src/features/messages/changes.ts'
import { openDatabase } from '../../src/adapters/open-database.ts'
import type { DatabaseConfig } from '../../src/platform/database.ts'
import { createWriter } from '../../src/platform/writer/writer.ts'
import { textChange } from './community.ts'

interface Order {
  readonly config: DatabaseConfig
  readonly conversationId: string
  readonly senderId: string
}

const { config, conversationId, senderId } = JSON.parse(process.argv[2] ?? '{}') as Order
const database = await openDatabase(config)
await database.migrate()
const bus = {
  publish: () => process.kill(process.pid, 'SIGKILL'),
  subscribe: () => () => {},
  onGap: () => () => {},
  fault: () => undefined,
  close: async () => {},
}
const writer = createWriter({ database, bus, now: Date.now, onError: () => process.exit(4) }, { lanes: 1 })
await Promise.all(['one', 'two', 'three'].map((text) => writer.submit(sendMessages, textChange(conversationId, senderId, text))))
// The signal takes effect at once; whoever comes here was not killed.
setTimeout(() => process.exit(3), 5000)

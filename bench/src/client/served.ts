import { randomUUID } from 'node:crypto'
import { createApp } from '../../../packages/server/src/app.ts'
import type { Palaver } from '../../../packages/server/src/palaver.ts'
import { defaultLimits, type Limits } from '../../../packages/server/src/platform/limits.ts'
import { seedMessages } from '../../../packages/server/test/support/history.ts'

const noLimits = Object.fromEntries(Object.keys(defaultLimits).map((name) => [name, { perMinute: 1e9, burst: 1e9 }])) as unknown as Limits

/** A server in this process that also serves a built page. */
export interface Served {
  readonly url: string
  readonly palaver: Palaver
  close(): Promise<void>
}

/** Starts it on PGlite in memory. */
export async function serve(staticDir: string): Promise<Served> {
  const { app, palaver } = await createApp({ dataDir: 'memory://', staticDir, logLevel: 'silent', limits: noLimits })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return { url, palaver, close: () => app.close() }
}

export const password = 'a password of the loads'

/** Two people in a group that has so many messages. */
export interface Group {
  readonly reader: { readonly userId: string; readonly email: string }
  readonly conversationId: string
  /** The other one writes. */
  send(text: string): Promise<void>
}

/** Makes them, past all doors. */
export async function makeGroup({ palaver }: Served, messages: number): Promise<Group> {
  const { admin, commands, database } = palaver
  const email = 'reader@example.com'
  const reader = await admin.createUser({ name: 'Reader', handle: 'reader', email, password })
  const writer = await admin.createUser({ name: 'Writer', handle: 'writer' })
  const caller = await admin.actAs(writer.id)
  const { json } = await commands.run('conversation.create', { clientId: randomUUID(), type: 'group', name: 'A long history', memberIds: [reader.id] }, caller, 'socket')
  const { id: conversationId } = (JSON.parse(json) as { conversation: { id: string } }).conversation
  await seedMessages(database, conversationId, writer.id, messages)
  return {
    reader: { userId: reader.id, email },
    conversationId,
    send: async (text) => void (await commands.run('message.send', { conversationId, clientId: randomUUID(), content: { kind: 'text', text } }, caller, 'socket')),
  }
}

import type { Message } from '@palaver/protocol'
import type { Sql } from '../../platform/sql.ts'
import { closeStreams, lockStreams } from './repository.ts'

// What deletions, and messages that disappear, need of streams.

/** Messages that are about to go, with what was written of those that are open; their streams end with it. */
export async function takeStreamed<One extends { readonly before: Message }>(tx: Sql, going: readonly One[]): Promise<readonly One[]> {
  const open = going.filter(({ before }) => before.stream?.state === 'open').map(({ before: { id } }) => ({ messageId: id }))
  if (open.length === 0) return going
  const streams = await lockStreams(tx, open)
  await closeStreams(tx, open.map(({ messageId }) => messageId))
  return going.map((one) => {
    if (one.before.stream?.state !== 'open') return one
    const text = streams.get(one.before.id)?.text
    return { ...one, before: { ...one.before, ...(text && { content: { kind: 'text', text } as const }), stream: { state: 'cancelled' } as const } }
  })
}

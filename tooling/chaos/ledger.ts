import { createStreamLedger, type StreamLedger } from './streams.ts'
import type { Violation } from './violation.ts'
import { createWishes, type Wishes } from './wishes.ts'

/** What a message is that clients send themselves. */
export type SentKind = 'plain' | 'poll' | 'reply' | 'disappearing' | 'restricted' | 'mention' | 'urgent' | 'forward'

/** One message from the moment when somebody wrote it. */
export interface Sent {
  /** Its clientId. */
  readonly key: string
  readonly kind: SentKind
  readonly client: string
  readonly userId: string
  readonly conversationId: string
  /** Of a poll the question. No two messages say the same, forwards apart, so the text tells which one it is on every side. */
  readonly text: string
  /** Counts what one client wrote, in its order. */
  readonly number: number
  /** Facets that it has as long as it is there. */
  readonly bears?: readonly string[]
  /** Of a forward: the id of the message whose words it holds. */
  readonly source?: string
  /** The client's storage had it. Before, a crash of the tab may take it. */
  stored: boolean
  ack?: { readonly id: string; readonly position: number; readonly at: number }
  /** The server refused it for good, and the client was told. */
  refused?: string
  /** Acknowledged after the backup that was restored: gone by the operator's choice. */
  undone?: true
}

/** One edit of a message by the client that sent it. */
export interface Edited {
  /** Its clientId. */
  readonly key: string
  /** The message's clientId. */
  readonly of: string
  /** Counts the edits of this message. */
  readonly number: number
  ackAt?: number
  /** Acknowledged after the backup that was restored. */
  undone?: true
}

/** Everything that clients wrote, and what they were told of it. */
export interface Ledger {
  readonly sent: ReadonlyMap<string, Sent>
  readonly edits: ReadonlyMap<string, Edited>
  readonly wishes: Wishes
  readonly streams: StreamLedger
  /** What went wrong with acknowledgements. */
  readonly noticed: readonly Violation[]
  wrote(message: Omit<Sent, 'stored'>): void
  edited(edit: Edited): void
  /** How often a message, named by its clientId, was edited. */
  editsOf(key: string): number
  editAcknowledged(key: string): void
  stored(key: string): void
  acknowledged(key: string, where: { readonly id: string; readonly position: number }): void
  refused(key: string, code: string): void
  /** A backup was restored: what it lacks and was acknowledged after `backupBegan` is undone. `positions` by message id. */
  restored(positions: ReadonlyMap<string, number>, backupBegan: number): void
}

/** An empty ledger. */
export const createLedger = (): Ledger => {
  const sent = new Map<string, Sent>()
  const edits = new Map<string, Edited>()
  const noticed: Violation[] = []
  const early = new Set<string>()
  const wishes = createWishes()
  const streams = createStreamLedger()
  return {
    sent,
    edits,
    wishes,
    streams,
    noticed,
    wrote: (message) => void sent.set(message.key, { ...message, stored: early.delete(message.key) }),
    edited: (edit) => void edits.set(edit.key, edit),
    editsOf: (key) => [...edits.values()].filter(({ of }) => of === key).length,
    editAcknowledged: (key) => {
      const known = edits.get(key)
      if (known) known.ackAt ??= Date.now()
    },
    stored: (key) => {
      const known = sent.get(key)
      if (known) known.stored = true
      else early.add(key)
    },
    acknowledged: (key, { id, position }) => {
      const known = sent.get(key)
      if (!known) return
      if (!known.ack || (known.undone && known.ack.id !== id)) {
        known.ack = { id, position, at: Date.now() }
        delete known.undone
        return
      }
      if (known.ack.id === id && known.ack.position === position) return
      noticed.push({
        invariant: 'INV-1',
        what: `${key} was acknowledged at position ${known.ack.position}, then at ${position}`,
        conversationId: known.conversationId,
        position,
        client: known.client,
      })
    },
    refused: (key, code) => {
      const known = sent.get(key)
      if (known) known.refused = code
    },
    restored: (positions, backupBegan) => {
      wishes.restored(backupBegan)
      streams.restored(backupBegan)
      for (const message of sent.values()) {
        const { ack } = message
        // Only its answer tells of a reply that stands in a thread: it may have gone in without one.
        if (!ack && message.kind === 'reply') message.undone = true
        if (!ack || positions.get(ack.id) === ack.position) continue
        if (ack.at >= backupBegan) message.undone = true
      }
      for (const edit of edits.values()) if (edit.ackAt !== undefined && edit.ackAt >= backupBegan) edit.undone = true
    },
  }
}

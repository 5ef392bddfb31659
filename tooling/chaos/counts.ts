import type { TrueConversation } from './evidence.ts'
import type { Ledger, SentKind } from './ledger.ts'
import type { WishKind } from './wishes.ts'

/** What clients did, and what became of it. */
export interface Counts {
  readonly written: number
  /** Messages that were acknowledged, without those undone. */
  readonly acknowledged: number
  /** Those, by what they are. */
  readonly kinds: Readonly<Record<SentKind, number>>
  /** Streamed messages of which the beginning was acknowledged, and of those the ones whose end was: finished or cancelled by their authors. */
  readonly streams: { readonly begun: number; readonly ended: number }
  /** Edits that were acknowledged. */
  readonly edited: number
  /** Changes that were acknowledged, made or taken back. */
  readonly changed: Readonly<Record<WishKind, number>>
  /** Scheduled messages that were sent at their time. */
  readonly sentLater: number
  /** Acknowledged after the backup that was restored: gone by the operator's choice. */
  readonly undone: number
  readonly refused: number
}

/** Counts what stands in the ledger, and what the database has of what was scheduled. */
export const countsOf = ({ sent, edits, wishes, streams }: Ledger, truth: readonly TrueConversation[]): Counts => {
  const messages = [...sent.values()]
  const kept = messages.filter(({ ack, undone }) => ack && !undone)
  const of = (kind: SentKind): number => kept.filter((message) => message.kind === kind).length
  const planned = new Set(wishes.all.flatMap(({ kind, about }) => (kind === 'scheduled' ? [about] : [])))
  return {
    written: messages.length,
    acknowledged: kept.length,
    kinds: {
      plain: of('plain'), poll: of('poll'), reply: of('reply'), disappearing: of('disappearing'), restricted: of('restricted'),
      mention: of('mention'), urgent: of('urgent'), forward: of('forward'),
    },
    streams: { begun: streams.all.filter(({ id, undone }) => id !== undefined && !undone).length, ended: streams.all.filter(({ isEnded, undone }) => isEnded && !undone).length },
    edited: [...edits.values()].filter(({ ackAt, undone }) => ackAt !== undefined && !undone).length,
    changed: wishes.acknowledgements,
    sentLater: truth.flatMap((place) => place.messages).filter(({ clientId }) => planned.has(clientId)).length,
    undone: messages.filter(({ ack, undone }) => ack && undone).length,
    refused: messages.filter(({ ack, refused }) => !ack && refused !== undefined).length,
  }
}

/** One streamed message, from the moment when somebody began it. */
export interface Streamed {
  readonly client: string
  readonly userId: string
  readonly conversationId: string
  /** Of the message, once its author was told. */
  readonly id?: string
  /** All that its author wrote. */
  readonly text: string
  /** Code points that the server said it keeps. */
  readonly kept: number
  /** What its author asked for. */
  readonly asked?: 'finished' | 'cancelled'
  /** That was acknowledged. */
  readonly isEnded: boolean
  /** It began after the backup that was restored. */
  readonly undone?: true
}

/** What its author does with it. */
export interface Begun {
  readonly isCut: () => boolean
  readonly add: (piece: string) => void
  readonly started: (id: string) => void
  readonly ends: (how: 'finished' | 'cancelled') => void
  readonly ended: () => void
  /** Nothing is done with it any more. */
  readonly leave: () => void
}

/** Every streamed message, and what clients were told of it. */
export interface StreamLedger {
  readonly all: readonly Streamed[]
  /** Those whose authors are at it; whose tab has gone is not. */
  readonly underway: number
  begin(stream: Pick<Streamed, 'client' | 'userId' | 'conversationId'> & Pick<Begun, 'isCut'>): Begun
  kept(id: string, length: number): void
  /** A backup was restored: what was acknowledged since `backupBegan` may be gone. */
  restored(backupBegan: number): void
}

interface Held extends Pick<Streamed, 'client' | 'userId' | 'conversationId'> {
  readonly isCut: () => boolean
  id?: string
  startedAt?: number
  text: string
  pieces: readonly { readonly length: number; readonly at: number }[]
  asked?: 'finished' | 'cancelled'
  endedAt?: number
  left?: true
  undone?: true
}

/** None yet. */
export const createStreamLedger = (): StreamLedger => {
  const records: Held[] = []
  const shown = ({ pieces, endedAt, ...record }: Held): Streamed => ({ ...record, kept: Math.max(0, ...pieces.map(({ length }) => length)), isEnded: endedAt !== undefined })
  return {
    get all() {
      return records.map(shown)
    },
    get underway() {
      return records.filter(({ left, isCut }) => !left && !isCut()).length
    },
    begin: (stream) => {
      const record: Held = { ...stream, text: '', pieces: [] }
      records.push(record)
      return {
        isCut: stream.isCut,
        add: (piece) => void (record.text += piece),
        started: (id) => void Object.assign(record, { id, startedAt: Date.now() }),
        ends: (how) => void (record.asked = how),
        ended: () => void (record.endedAt = Date.now()),
        leave: () => void (record.left = true),
      }
    },
    kept: (id, length) => {
      const record = records.find((each) => each.id === id)
      if (record) record.pieces = [...record.pieces, { length, at: Date.now() }]
    },
    restored: (backupBegan) => {
      for (const record of records) {
        record.pieces = record.pieces.filter(({ at }) => at < backupBegan)
        if (record.endedAt !== undefined && record.endedAt >= backupBegan) delete record.endedAt
        if (record.startedAt !== undefined && record.startedAt >= backupBegan) record.undone = true
      }
    },
  }
}

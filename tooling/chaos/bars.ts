import type { Sighting } from './sightings.ts'
import type { Violation } from './violation.ts'

/** Who was put out of which conversation: from the removal until somebody begins to take them in again. */
export interface Bars {
  readonly noticed: readonly Violation[]
  /** The server has confirmed the removal of `userId` with this revision. */
  bar(userId: string, conversationId: string, revision: number): void
  lift(userId: string, conversationId: string): void
  /** A client of `userId` got something; returns what it must not have got. */
  saw(client: string, userId: string, sighting: Sighting): void
  /** Revisions begin anew: a backup was restored. */
  clear(): void
}

/** Checks INV-5 on the wire, as it happens: whatever the path, nothing newer than the removal. */
export const createBars = (): Bars => {
  const noticed: Violation[] = []
  const barred = new Map<string, number>()
  const newest = new Map<string, Sighting & { readonly client: string }>()
  const report = (client: string, { conversationId, revision, path }: Sighting, removal: number): void => {
    noticed.push({ invariant: 'INV-5', what: `${client} got revision ${revision} by ${path}, after the removal with revision ${removal}`, conversationId, client })
  }
  return {
    noticed,
    bar: (userId, conversationId, revision) => {
      const key = `${userId} ${conversationId}`
      barred.set(key, revision)
      // It may have come before the removal was confirmed.
      const last = newest.get(key)
      if (last && last.revision > revision) report(last.client, last, revision)
    },
    lift: (userId, conversationId) => void barred.delete(`${userId} ${conversationId}`),
    saw: (client, userId, sighting) => {
      const key = `${userId} ${sighting.conversationId}`
      const removal = barred.get(key)
      if (removal !== undefined && sighting.revision > removal) report(client, sighting, removal)
      if (sighting.revision > (newest.get(key)?.revision ?? 0)) newest.set(key, { ...sighting, client })
    },
    clear: () => {
      barred.clear()
      newest.clear()
    },
  }
}

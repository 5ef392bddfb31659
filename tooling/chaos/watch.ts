import { type ChatClient, type Mark, marks as marksOf, type TimelineMessage } from '@palaver/client'
import type { Violation } from './violation.ts'

type Report = (violation: Violation) => void
type OnSent = (key: string, where: { readonly id: string; readonly position: number }) => void

/** Who looks at which conversation. */
export interface Place {
  readonly client: string
  readonly conversationId: string
}

/** Looks at each state of a timeline: nothing twice, nothing above what comes later. Tells once of each message that is shown as sent. */
export const createTimelineWatch = (place: Place, { onSent, report }: { readonly onSent: OnSent; readonly report: Report }): ((items: readonly TimelineMessage[]) => void) => {
  const told = new Map<string, number>()
  return (items) => {
    const keys = new Set<string>()
    let last = 0
    for (const { key, id, position, mine } of items) {
      if (keys.has(key)) report({ invariant: 'INV-3', what: `${place.client} showed ${key} twice at once`, ...place, ...(position === undefined ? {} : { position }) })
      keys.add(key)
      if (id === undefined || position === undefined) continue
      if (position <= last) report({ invariant: 'INV-2', what: `${place.client} showed position ${position} below ${last}`, ...place, position })
      last = position
      if (!mine || told.get(key) === position) continue
      told.set(key, position)
      onSent(key, { id, position })
    }
  }
}

/** Looks at each state of the marks; `highest`, by conversation and person, belongs to one history of the database. */
export const createMarksWatch = (place: Place, { highest, report }: { readonly highest: Map<string, Mark>; readonly report: Report }): ((marks: readonly Mark[]) => void) =>
  (marks) => {
    const there = new Set(marks.map(({ userId }) => `${place.conversationId} ${userId}`))
    // Whoever leaves the conversation takes the mark along, and begins anew.
    for (const key of [...highest.keys()]) if (key.startsWith(place.conversationId) && !there.has(key)) highest.delete(key)
    for (const mark of marks) {
      const key = `${place.conversationId} ${mark.userId}`
      const before = highest.get(key) ?? { delivered: 0, read: 0 }
      if (mark.delivered < before.delivered || mark.read < before.read) {
        const what = `${place.client} saw the marks of ${mark.userId} go from ${before.delivered}, ${before.read} back to ${mark.delivered}, ${mark.read}`
        report({ invariant: 'INV-6', what, ...place })
      }
      highest.set(key, mark)
    }
  }

interface WatchOptions {
  readonly highest: Map<string, Mark>
  readonly onSent: OnSent
  readonly report: Report
  /** Told of all marks whenever they change. */
  readonly onMarks: (marks: readonly Mark[]) => void
}

/** Watches one conversation of a client for what must never be shown, not even for a moment. Returns the end. */
export const watch = (client: ChatClient, place: Place, options: WatchOptions): (() => void) => {
  const conversation = client.conversation(place.conversationId)
  const [timeline, marks] = [createTimelineWatch(place, options), createMarksWatch(place, options)]
  const ends = [
    conversation.messages.subscribe(() => timeline(conversation.messages.getSnapshot().items)),
    marksOf(conversation).subscribe(() => {
      const now = marksOf(conversation).getSnapshot()
      options.onMarks(now)
      marks(now)
    }),
  ]
  return () => ends.forEach((end) => end())
}

import type { EncodedEvent } from '../event.ts'

/** Does anybody see some of the events in another way than the rest do? */
export const hasVariants = (events: readonly EncodedEvent[]): boolean => events.some(({ variants }) => variants !== undefined)

/** Events as one user sees them; the same list when that is as all do. */
export const seenBy = (events: readonly EncodedEvent[], userId: string): readonly EncodedEvent[] =>
  hasVariants(events) ? events.map((event) => variantFor(event, userId)) : events

const variantFor = (event: EncodedEvent, userId: string): EncodedEvent => {
  const variant = event.variants?.find(({ userIds }) => userIds.includes(userId))
  return variant ? { ...event, frame: variant.frame } : event
}

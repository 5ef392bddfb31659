import type { TimelineMessage } from '../messages/timeline-message.ts'

/** The text of an open stream as far as it is known. */
export interface GrowingText {
  readonly text: string
  /** In code points. */
  readonly length: number
}

/** Shows open streams with their texts, and gives the same items again as long as they say the same. */
export const createGrowingItems = () => {
  const made = new WeakMap<TimelineMessage, TimelineMessage>()
  const grown = (item: TimelineMessage, text: string): TimelineMessage => {
    const last = made.get(item)
    if (last?.content.kind === 'text' && last.content.text === text) return last
    const next = Object.freeze({ ...item, content: Object.freeze({ kind: 'text' as const, text }) })
    made.set(item, next)
    return next
  }
  return (list: readonly TimelineMessage[], growing: ReadonlyMap<string, GrowingText> | undefined): readonly TimelineMessage[] =>
    !growing || growing.size === 0
      ? list
      : list.map((item) => {
          const text = item.stream?.state === 'open' && item.id !== undefined ? growing.get(item.id)?.text : undefined
          return text ? grown(item, text) : item
        })
}

import { durationText } from '../../text/duration-text.ts'
import { texts } from '../../text/texts.ts'

/** An hour, in milliseconds. */
export const hourMs = 3_600_000
/** A day, in milliseconds. */
export const dayMs = 24 * hourMs

/** How long messages stay, in words; 0 is for ever. */
export const nameOf = (ms: number): string => (ms === 0 ? texts.disappearing.off : texts.disappearing.after(durationText(ms)))

/** After what times one message may go, where messages go after `conversationMs`, or stay if that is 0: longer ones would say nothing, for the shorter counts. */
export const timesForOne = (conversationMs: number): readonly number[] => [hourMs, dayMs, 7 * dayMs].filter((ms) => conversationMs === 0 || ms < conversationMs)

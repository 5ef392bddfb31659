const minuteMs = 60_000

/** How far ahead a time must lie at least. */
export const leastAheadMs = 2 * minuteMs
const morning = 9

/** Times at which one may want something to happen, by the local clock; epoch milliseconds. */
export const timesAhead = (now: number): Readonly<Record<'soon' | 'hour' | 'tomorrow', number>> => {
  const day = new Date(now)
  return {
    soon: now + 20 * minuteMs,
    hour: now + 60 * minuteMs,
    tomorrow: new Date(day.getFullYear(), day.getMonth(), day.getDate() + 1, morning).getTime(),
  }
}

/** A time as `input` of the type `datetime-local` wants it. */
export const toLocalInput = (at: number): string => {
  const local = new Date(at - new Date(at).getTimezoneOffset() * minuteMs)
  return local.toISOString().slice(0, 16)
}

import { language, texts } from './texts.ts'

const dayMs = 86_400_000
const clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const weekday = new Intl.DateTimeFormat(language, { weekday: 'long' })
const shortWeekday = new Intl.DateTimeFormat(language, { weekday: 'short' })
const dayOfYear = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long' })
const shortDay = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' })
const fullDay = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric' })
const shortFullDay = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'numeric', year: '2-digit' })
const ago = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
const ahead = new Intl.RelativeTimeFormat(language)
const full = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short' })

/** Midnight that began the day of `at`, by the local clock; epoch milliseconds. */
export const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0)

/** `startOfDay` for many moments, most of which are of the same day as the one before: only a new day is looked up in the calendar. */
export const createDays = (): ((at: number) => number) => {
  let [start, end] = [Infinity, -Infinity]
  return (at) => {
    if (at < start || at >= end) {
      start = startOfDay(at)
      // Days last 23 to 25 hours.
      end = startOfDay(start + 1.5 * dayMs)
    }
    return start
  }
}

/** How many midnights lie between two moments. */
export const daysAgo = (at: number, now: number): number => Math.round((startOfDay(now) - startOfDay(at)) / dayMs)
const sameYear = (a: number, b: number): boolean => new Date(a).getFullYear() === new Date(b).getFullYear()

/** `14:03`. */
export const formatTime = (at: number): string => clock.format(at)

/** `3 May`, `3 May 2024`. */
export const formatDate = (at: number, now = Date.now()): string => (sameYear(at, now) ? dayOfYear : fullDay).format(at)

/** `just now`, `12 minutes ago`, `3 hours ago`, `yesterday`, `6 days ago`, then the date. */
export const formatAgo = (at: number, now = Date.now()): string => {
  const minutes = Math.floor((now - at) / 60_000)
  if (minutes < 1) return texts.devices.justNow
  if (minutes < 60) return ago.format(-minutes, 'minute')
  const days = daysAgo(at, now)
  if (days === 0 || minutes < 12 * 60) return ago.format(-Math.floor(minutes / 60), 'hour')
  return days < 7 ? ago.format(-days, 'day') : formatDate(at, now)
}

/** `in 5 minutes`, `in 3 hours`, `in 6 days`: how long until then, at least a minute. */
export const formatAhead = (at: number, now = Date.now()): string => {
  const minutes = Math.max(1, Math.ceil((at - now) / 60_000))
  if (minutes < 60) return ahead.format(minutes, 'minute')
  const hours = Math.round(minutes / 60)
  return hours < 48 ? ahead.format(hours, 'hour') : ahead.format(Math.round(hours / 24), 'day')
}

/** Day and time in full, for tooltips. */
export const formatFull = (at: number): string => full.format(at)

/** `Today`, `Yesterday`, `Monday`, `3 May`, `3 May 2024`. */
export const formatDay = (at: number, now = Date.now()): string => {
  const days = daysAgo(at, now)
  if (days === 0) return texts.messages.today
  if (days === 1) return texts.messages.yesterday
  if (days > 1 && days < 7) return weekday.format(at)
  return formatDate(at, now)
}

/** `today at 14:03`, `tomorrow at 9:00`, `3 May at 14:03`: a time that is set. */
export const formatSoon = (at: number, now = Date.now()): string => {
  const days = daysAgo(at, now)
  const time = clock.format(at)
  if (days === 0) return texts.reminders.today(time)
  return days === -1 ? texts.reminders.tomorrow(time) : texts.reminders.on(formatDate(at, now), time)
}

/** As short as it may be in a list: `14:03`, `Mon`, `3 May`, `5/3/24`. */
export const formatListTime = (at: number, now = Date.now()): string => {
  const days = daysAgo(at, now)
  if (days <= 0) return clock.format(at)
  if (days < 7) return shortWeekday.format(at)
  return (sameYear(at, now) ? shortDay : shortFullDay).format(at)
}

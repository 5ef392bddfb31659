import { type Poll, isPoll, pollClosedAt } from '@palaver/core'
import { type Message, PalaverError } from '@palaver/protocol'
import type { ContentCheck } from '../messages/port.ts'

/** Polls that are sent: each option has an id of its own. @throws {PalaverError} `invalid_input`. */
export const requirePoll: ContentCheck = (content) => {
  if (!isPoll(content)) return
  const ids = content.options.map(({ id }) => id)
  const twice = ids.findIndex((id, n) => ids.indexOf(id) < n)
  if (twice >= 0) throw new PalaverError('invalid_input', 'unable to send; two options of the poll have the same id', { path: `/content/options/${twice}/id` })
}

/** The poll of a message, or why there is none. */
export const pollOf = ({ content, poll }: Message, doing: string): Poll | PalaverError =>
  isPoll(content) ? { content, poll } : new PalaverError('not_found', `unable to ${doing}; there is no such poll`)

/** Why the options cannot be chosen at this time; undefined when they can. */
export function faultOf(poll: Poll, optionIds: readonly string[], now: number): PalaverError | undefined {
  if (pollClosedAt(poll, now) !== undefined) return new PalaverError('forbidden', 'unable to vote; the poll is closed')
  const unknown = optionIds.findIndex((id) => !poll.content.options.some((option) => option.id === id))
  if (unknown >= 0) return new PalaverError('invalid_input', 'unable to vote; the poll has no such option', { path: `/optionIds/${unknown}` })
  if (optionIds.length > 1 && !poll.content.multiple) return new PalaverError('invalid_input', 'unable to vote; the poll takes one option', { path: '/optionIds' })
  return undefined
}

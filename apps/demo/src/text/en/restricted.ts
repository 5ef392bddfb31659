import { plural } from './plural.ts'

/** Messages for some members only. */
export const restricted = {
  choose: 'Only for…',
  title: 'Only for some members',
  onlyThis: 'Only the next message. Nobody else in the conversation sees what it says.',
  members: 'Members',
  full: (most: number) => `A message can be for ${most} people at most.`,
  done: 'Only for them',
  everybody: 'Write to everybody',
  chosen: (names: string) => `Only for ${names}`,
  onlyVisibleTo: (names: string) => `Only visible to ${names}`,
  notForYou: 'A message that is not for you',
  pollIsForAll: 'A poll is always for everybody',
  urgentIsForAll: 'An urgent message is always for everybody',
  you: 'you',
  names: (names: readonly string[], more: number) => {
    const last = more > 0 ? `${more} ${plural(more, 'other', 'others')}` : (names.at(-1) ?? '')
    const first = more > 0 ? names : names.slice(0, -1)
    return first.length > 0 ? `${first.join(', ')} and ${last}` : last
  },
}

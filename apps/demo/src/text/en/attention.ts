/** Calling somebody in a message. */
export const mentions = {
  label: 'Mention somebody',
  all: 'everybody in this conversation',
  here: 'everybody who is online',
}

/** How a message arrives. */
export const priorities = {
  menu: (name: string) => `How it arrives: ${name}`,
  names: { usual: 'Notify as usual', silent: 'Send without a sound', urgent: 'Urgent, asks to be acknowledged' },
  urgent: 'Urgent',
  sentSilently: 'Sent without a sound',
  acknowledge: 'Acknowledge',
  acknowledged: (count: number, mine: boolean) => (mine ? (count > 1 ? `Acknowledged by you and ${count - 1} more` : 'Acknowledged by you') : `Acknowledged by ${count}`),
  nobodyYet: 'Nobody has acknowledged it yet',
}

/** Reactions. */
export const reactions = {
  react: 'React',
  more: 'More emoji',
  label: 'Reactions',
  who: 'Who reacted',
  chip: (emoji: string, count: number) => `${emoji} ${count}`,
  by: (emoji: string, names: string) => `${names}: ${emoji}`,
}

/** Pinned messages. */
export const pins = {
  label: 'Pinned messages',
  newest: 'Pinned message',
  all: (count: number) => `All ${count}`,
  none: 'Nothing is pinned.',
  pin: 'Pin for everyone',
  unpin: 'Unpin',
}

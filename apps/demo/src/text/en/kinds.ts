import { plural } from './plural.ts'

/** Small kinds of messages. */
export const kinds = { onMap: (latitude: string, longitude: string) => `On the map: ${latitude}, ${longitude}` }

/** Contacts in messages. */
export const contacts = {
  contact: 'Contact',
  send: 'Send a contact',
  name: 'Name',
  phone: 'Phone',
  email: 'Email',
}

/** Polls. */
export const polls = {
  poll: 'Poll',
  create: 'New poll',
  question: 'Question',
  options: 'Options',
  option: (number: number) => `Option ${number}`,
  addOption: 'Add an option',
  removeOption: (number: number) => `Remove option ${number}`,
  multiple: 'Several choices allowed',
  anonymous: 'Anonymous: nobody sees who chose what',
  closesAt: 'Closes at (optional)',
  described: (question: string) => `Poll: ${question}`,
  kind: (multiple: boolean, anonymous: boolean) => `${anonymous ? 'Anonymous poll' : 'Poll'}${multiple ? ', several choices' : ''}`,
  votes: (count: number) => (count === 0 ? 'No votes yet' : `${count} ${plural(count, 'vote', 'votes')}`),
  choice: (text: string, count: number, percent: number) => `${text}, ${count} ${plural(count, 'vote', 'votes')}, ${percent}%`,
  percent: (percent: number) => `${percent}%`,
  closes: (when: string) => `Closes ${when}`,
  closed: 'Closed',
  who: 'Who voted',
  close: 'Close poll…',
  closeTitle: 'Close the poll?',
  closeHint: 'Nobody can vote any more, and it cannot be opened again. The result stays.',
  closeConfirm: 'Close poll',
}

/** Messages that are still being written. */
export const streams = {
  growing: 'Still being written.',
  stop: 'Stop',
  cancelled: 'stopped',
  interrupted: 'broke off',
}

import { plural } from './plural.ts'

/** Messages that are kept. */
export const saved = {
  title: 'Saved',
  heading: 'Saved for later',
  add: 'Save for later',
  remove: 'Remove from saved',
  added: 'Saved for later',
  removed: 'Removed from saved',
  due: (count: number) => `${count} due`,
  emptyTitle: 'Nothing is saved',
  emptyHint: 'Save a message, or let yourself be reminded of it, by its menu. Only you see it here.',
}

/** Times to choose from. */
export const times = { soon: 'In 20 minutes', hour: 'In an hour', tomorrow: 'Tomorrow morning', at: 'At a time' }

/** Reminders. */
export const reminders = {
  remind: 'Remind me…',
  title: 'Remind me',
  heading: 'Reminders',
  set: (when: string) => `You will be reminded ${when}.`,
  setAt: 'Set',
  waiting: (when: string) => `You will be reminded on ${when}.`,
  cancel: 'Cancel',
  cancelled: 'The reminder is cancelled.',
  due: (count: number) => (count === 1 ? 'You wanted to be reminded of a message.' : `You wanted to be reminded of ${count} messages.`),
  dueSince: (when: string) => `Due ${when}`,
  show: 'Show',
  done: 'Done with this reminder',
  again: 'Remind me later',
  change: 'Change the reminder',
  today: (time: string) => `today at ${time}`,
  tomorrow: (time: string) => `tomorrow at ${time}`,
  on: (day: string, time: string) => `${day} at ${time}`,
}

/** Messages that are sent later. */
export const scheduled = {
  schedule: 'Schedule…',
  title: 'Send later',
  setAt: 'Schedule',
  text: 'What to send',
  at: 'When to send it',
  done: (when: string) => `It will be sent ${when}.`,
  count: (count: number) => `${count} scheduled ${plural(count, 'message', 'messages')}`,
  failedCount: (count: number) => `${count} could not be sent`,
  heading: 'Scheduled messages',
  hint: 'Only you see them until they are sent.',
  none: 'Nothing is scheduled any more.',
  sending: 'Being sent…',
  failed: (why: string) => `Not sent. ${why}`,
  edit: 'Change text or time',
  sendNow: 'Send now',
  cancel: 'Do not send it',
  cancelTitle: 'Not send it at all?',
  cancelHint: 'The message is thrown away. Nobody has seen it.',
  cancelConfirm: 'Throw away',
}

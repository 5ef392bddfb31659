/** Changing a message, and what it said before. */
export const edits = {
  edit: 'Edit',
  editing: 'Edit the message',
  save: 'Save the change',
  cancel: 'Leave it as it was',
  edited: 'edited',
  title: 'What it said before',
  now: 'Now',
  until: (when: string) => `Until ${when}`,
}

/** Deleting for everybody. */
export const deletions = {
  remove: 'Delete for everyone',
  deleted: 'Message deleted',
  byYou: 'You deleted this message',
  by: (name: string) => `${name} deleted this message`,
  undo: 'Undo',
}

/** Deleting for oneself. */
export const hidden = {
  hide: 'Delete for me',
  done: 'Deleted for you',
  undo: 'Undo',
  quoted: 'You deleted this message for yourself',
}

/** Messages that go by themselves. */
export const disappearing = {
  gone: 'This message disappeared',
  heading: 'Disappearing messages',
  off: 'Off',
  after: (time: string) => `After ${time}`,
  hint: 'New messages disappear for everybody when their time is over.',
  mark: (when: string) => `Disappears ${when}`,
  choose: 'Disappears after…',
  title: 'Let it disappear',
  onlyThis: 'Only the next message. It disappears for everybody when its time is over.',
  asConversation: 'As the conversation says',
  chosen: (time: string) => `Disappears after ${time}`,
  asUsual: 'Send it as usual',
}

/** Forwarding. */
export const forwards = {
  forward: 'Forward',
  title: 'Forward to',
  search: 'Search conversations',
  from: (name: string) => `Forwarded from ${name}`,
  send: (count: number) => (count > 1 ? `Forward to ${count} conversations` : 'Forward'),
}

/** Reporting a message. */
export const flags = {
  report: 'Report',
  title: 'Report this message',
  hint: 'Those who run this service will see it. Nobody in the conversation learns that you reported it.',
  reason: 'Reason',
  reasons: {
    spam: 'Spam',
    harassment: 'Harassment',
    hate: 'Hate speech',
    violence: 'Violence',
    sexual: 'Sexual content',
    self_harm: 'Self-harm',
    illegal: 'Illegal',
    other: 'Something else',
  },
  note: 'What else should they know? (optional)',
  send: 'Report',
  done: 'Reported. Thank you for telling.',
}

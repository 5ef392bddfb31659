import { plural } from './plural.ts'

/** The timeline and its messages. */
export const messages = {
  label: 'Messages',
  today: 'Today',
  yesterday: 'Yesterday',
  unread: 'New messages',
  beginning: 'This is the beginning of the conversation.',
  emptyTitle: 'Nothing here yet',
  emptyHint: 'Say hello: the first message begins it.',
  loadingOlder: 'Loading older messages…',
  loadFailed: 'Messages could not be loaded.',
  jumpToNewest: 'Jump to the newest message',
  jumpToNewestCount: (count: number) => `Jump to the newest message, ${count} new`,
  reply: 'Reply',
  copy: 'Copy text',
  copied: 'Copied',
  actions: 'Message actions',
  more: 'More actions',
  quoted: (name: string) => `Go to the quoted message of ${name}`,
  quoteMissing: 'Quoted message',
  notSent: 'Not sent.',
  retry: 'Retry',
  discard: 'Discard',
  location: 'Location',
  unknownKind: 'This message needs a newer version.',
  status: { pending: 'Waiting to be sent', sent: 'Sent', delivered: 'Delivered', read: 'Read', failed: 'Not sent' },
  described: (sender: string, time: string, text: string) => `${sender}, ${time}: ${text}`,
  announced: (sender: string, text: string) => `${sender}: ${text}`,
  announcedMany: (count: number) => `${count} new messages`,
}

/** Where messages are written. */
export const composer = {
  label: 'Message',
  add: 'Add to the conversation',
  placeholder: (title: string) => `Message ${title}`,
  send: 'Send',
  replyingTo: (name: string) => `Replying to ${name}`,
  cancelReply: 'Cancel reply',
  notAllowed: 'You may read here, but not write.',
  tooLong: (over: number) => `${over} ${plural(over, 'character', 'characters')} too many`,
}

/** What happened in a conversation, as a line of its timeline. */
export const notes = {
  added: (actor: string, who: string) => `${actor} added ${who}`,
  removed: (actor: string, who: string) => `${actor} removed ${who}`,
  left: (actor: string) => `${actor} left`,
  role: (actor: string, who: string, role: string) => `${actor} made ${who} ${role}`,
  owner: (who: string) => `${who} is the owner now`,
  ownerYou: 'You are the owner now',
  name: (actor: string, name: string) => `${actor} named it “${name}”`,
  topic: (actor: string, topic: string) => `${actor} set the topic to “${topic}”`,
  noTopic: (actor: string) => `${actor} removed the topic`,
  pinned: (actor: string) => `${actor} pinned a message`,
  unpinned: (actor: string) => `${actor} unpinned a message`,
  history: {
    beginning: (actor: string) => `${actor} let new members read everything`,
    join: (actor: string) => `${actor} let new members read only what follows`,
  },
  disappearing: (actor: string, time: string) => `${actor} let new messages disappear after ${time}`,
  staying: (actor: string) => `${actor} let new messages stay`,
  roles: { owner: 'the owner', admin: 'an admin', moderator: 'a moderator', member: 'a member', viewer: 'a viewer' },
  you: { subject: 'You', object: 'you' },
  list: (names: readonly string[], more: number) => {
    if (more > 0) return `${names.join(', ')} and ${more} more`
    return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
  },
}

const number = new Intl.NumberFormat('en')

/** What happened that concerns the person. */
export const activity = {
  title: 'Activity',
  unread: (count: number) => `${count > 99 ? '99+' : count} unread`,
  fresh: 'New',
  earlier: 'Earlier',
  mention: 'Mentioned you',
  reply: 'Replied to you',
  reacted: (emoji: string) => `Reacted with ${emoji}`,
  emptyTitle: 'Nothing has happened yet',
  emptyHint: 'Mentions of you, replies to you and reactions to what you wrote stand here.',
}

/** Who has read a message. */
export const readers = {
  readBy: 'Read by',
  read: 'Read',
  delivered: 'Delivered, not yet read',
  count: (read: number, members: number, exact: boolean) =>
    read === 0 ? 'Nobody has read it yet' : exact && read === members ? 'Everybody has read it' : `${exact ? '' : 'About '}${number.format(read)} of ${number.format(members)} ${members === 1 ? 'person' : 'people'}`,
  notYet: (count: number, exact: boolean) => `${exact ? '' : 'about '}${number.format(count)} more received it`,
}

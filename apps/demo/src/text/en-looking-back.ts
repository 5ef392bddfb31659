const number = new Intl.NumberFormat('en')

/** What the messenger says of what happened: the activity, who has read and who is told of a message, and what goes for oneself. */
export const lookingBack = {
  activity: {
    title: 'Activity',
    unread: (count: number) => `${count > 99 ? '99+' : count} unread`,
    fresh: 'New',
    earlier: 'Earlier',
    mention: 'Mentioned you',
    reply: 'Replied to you',
    reacted: (emoji: string) => `Reacted with ${emoji}`,
    emptyTitle: 'Nothing has happened yet',
    emptyHint: 'Mentions of you, replies to you and reactions to what you wrote stand here.',
  },
  readers: {
    readBy: 'Read by',
    read: 'Read',
    delivered: 'Delivered, not yet read',
    count: (read: number, members: number, exact: boolean) =>
      read === 0 ? 'Nobody has read it yet' : exact && read === members ? 'Everybody has read it' : `${exact ? '' : 'About '}${number.format(read)} of ${number.format(members)} ${members === 1 ? 'person' : 'people'}`,
    notYet: (count: number, exact: boolean) => `${exact ? '' : 'about '}${number.format(count)} more received it`,
  },
  flags: {
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
  },
  hidden: {
    hide: 'Delete for me',
    done: 'Deleted for you',
    undo: 'Undo',
    quoted: 'You deleted this message for yourself',
  },
  streams: {
    growing: 'Still being written.',
    stop: 'Stop',
    cancelled: 'stopped',
    interrupted: 'broke off',
  },
}

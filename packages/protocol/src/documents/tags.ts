const features = {
  accounts: { nouns: ['account'], description: 'Register with an email address and a password.' },
  sessions: { nouns: ['session', 'token'], description: 'Log in, renew and end sessions; tokens for users of a host application.' },
  people: { nouns: ['person'], description: 'Profiles and finding people.' },
  presence: { nouns: ['presence'], description: 'Who is there.' },
  conversations: { nouns: ['conversation'], description: 'Directs, groups and channels.' },
  sync: { nouns: ['user'], description: 'What changed since a revision.' },
  members: { nouns: ['member', 'membership'], description: 'Who is in a conversation.' },
  messages: { nouns: ['message'], description: 'Sending and reading.' },
  streams: { nouns: ['stream'], description: 'Messages whose text comes piece by piece.' },
  drafts: { nouns: ['draft'], description: 'What people have begun to write.' },
  saved: { nouns: ['saved'], description: 'Messages kept for later.' },
  reminders: { nouns: ['reminder'], description: 'Being reminded of messages.' },
  scheduled: { nouns: ['scheduled'], description: 'Messages that are sent at a time.' },
  'private-rows': { nouns: ['private'], description: 'What is private to a person, on all of their devices.' },
  reactions: { nouns: ['reaction'], description: 'Emoji on messages, and whose they are.' },
  pins: { nouns: ['pin'], description: 'Messages pinned for everybody.' },
  threads: { nouns: ['thread'], description: 'Replies that stand in the thread of a message.' },
  polls: { nouns: ['poll'], description: 'Voting.' },
  marks: { nouns: ['mark', 'marks'], description: 'How far people have received and read.' },
  ephemerals: { nouns: ['ephemeral'], description: "Events of the developer's own that nobody stores." },
  flags: { nouns: ['flag'], description: 'What people reported to those who run the service.' },
  activity: { nouns: ['activity'], description: 'What concerns a person, in one list.' },
  typing: { nouns: ['typing'], description: 'Who types.' },
} as const satisfies Record<string, { nouns: readonly string[]; description: string }>

/** The features of the contract, as both documents list them. */
export const tags = Object.entries(features).map(([name, { description }]) => ({ name, description }))

/**
 * The feature that a command or event belongs to, by its noun.
 * @throws {Error} when no feature has the noun: a new one must be named here.
 */
export const tagOf = (name: string): string => {
  const noun = name.split('.')[0]
  const tag = Object.entries(features).find(([, { nouns }]) => nouns.some((each) => each === noun))?.[0]
  if (!tag) throw new Error(`unable to document ${name}; no feature has its noun`)
  return tag
}

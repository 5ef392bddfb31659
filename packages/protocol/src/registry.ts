import type * as Type from 'typebox'
import * as activity from './features/activity/contract.ts'
import * as accounts from './features/accounts/contract.ts'
import * as conversations from './features/conversations/contract.ts'
import * as deletions from './features/deletions/contract.ts'
import * as drafts from './features/drafts/contract.ts'
import * as edits from './features/edits/contract.ts'
import * as ephemeralTypes from './features/ephemerals/contract.ts'
import * as flags from './features/flags/contract.ts'
import * as forwards from './features/forwards/contract.ts'
import * as hidden from './features/hidden/contract.ts'
import * as marks from './features/marks/contract.ts'
import * as members from './features/members/contract.ts'
import * as messages from './features/messages/contract.ts'
import * as people from './features/people/contract.ts'
import * as pins from './features/pins/contract.ts'
import * as polls from './features/polls/contract.ts'
import * as presence from './features/presence/contract.ts'
import * as privateRows from './features/private-rows/contract.ts'
import * as search from './features/search/contract.ts'
import * as priorities from './features/priorities/contract.ts'
import * as readers from './features/readers/contract.ts'
import * as reactions from './features/reactions/contract.ts'
import * as reminders from './features/reminders/contract.ts'
import * as saved from './features/saved/contract.ts'
import * as scheduled from './features/scheduled/contract.ts'
import * as sessions from './features/sessions/contract.ts'
import * as streams from './features/streams/contract.ts'
import * as sync from './features/sync/contract.ts'
import * as threads from './features/threads/contract.ts'
import * as typing from './features/typing/contract.ts'

/** Every command, in the order of the documents. */
export const commands = [
  accounts.registerAccount,
  accounts.verifyAccount,
  accounts.changePassword,
  sessions.createSession,
  sessions.refreshSession,
  sessions.endSession,
  sessions.listSessions,
  sessions.revokeSession,
  sessions.revokeOtherSessions,
  sessions.mintToken,
  people.getMe,
  people.updateMe,
  people.upsertPerson,
  people.suspendPerson,
  people.reinstatePerson,
  people.lookupPeople,
  people.searchPeople,
  presence.setPresence,
  presence.watchPresence,
  conversations.createConversation,
  conversations.openDirect,
  conversations.listConversations,
  conversations.getConversation,
  conversations.updateConversation,
  sync.conversationChanges,
  sync.userChanges,
  members.addMembers,
  members.removeMember,
  members.updateMember,
  members.leaveConversation,
  members.transferOwnership,
  members.listMembers,
  messages.sendMessage,
  messages.listMessages,
  messages.getMessage,
  edits.editMessage,
  edits.listEdits,
  deletions.deleteMessage,
  deletions.restoreMessage,
  deletions.listDeletedMessages,
  deletions.listDeletedEdits,
  search.searchMessages,
  forwards.forwardMessage,
  priorities.acknowledgeMessage,
  priorities.listAcknowledgements,
  reactions.addReaction,
  reactions.removeReaction,
  reactions.listReactions,
  pins.pinMessage,
  pins.unpinMessage,
  pins.listPins,
  streams.startStream,
  streams.appendStream,
  streams.readStream,
  streams.finishStream,
  streams.cancelStream,
  polls.votePoll,
  polls.closePoll,
  polls.listVoters,
  marks.updateMarks,
  marks.listMarks,
  readers.listReaders,
  flags.flagMessage,
  flags.listFlags,
  flags.resolveFlag,
  hidden.hideMessages,
  hidden.unhideMessages,
  activity.listActivity,
  activity.readActivity,
  drafts.setDraft,
  saved.addSaved,
  saved.removeSaved,
  saved.listSavedMessages,
  reminders.setReminder,
  reminders.cancelReminder,
  threads.threadHistory,
  threads.followThread,
  threads.unfollowThread,
  threads.readThread,
  threads.listThreads,
  scheduled.scheduleMessage,
  scheduled.listScheduled,
  scheduled.updateScheduled,
  scheduled.cancelScheduled,
  scheduled.sendScheduledNow,
  typing.setTyping,
  ephemeralTypes.sendEphemeral,
] as const

/** Every durable event. */
export const events = [
  messages.messageSent,
  messages.messageChanged,
  members.memberAdded,
  members.memberRemoved,
  members.memberLeft,
  members.memberUpdated,
  members.membershipChanged,
  privateRows.privateChanged,
  conversations.conversationUpdated,
  sync.conversationChanged,
] as const

/** Every ephemeral event. */
export const ephemerals = [people.personUpdated, presence.presenceChanged, marks.marksMoved, typing.typingChanged, ephemeralTypes.ephemeralSent, streams.streamAppended] as const

type AnyCommand = (typeof commands)[number]
/** Name of a command. */
export type CommandName = AnyCommand['name']
// Maps, not functions of a name: where the name is still open, a compiler then compares two names instead of what the whole contract says of each.
type Inputs = { [Command in AnyCommand as Command['name']]: Type.Static<Command['input']> }
type Outputs = { [Command in AnyCommand as Command['name']]: Type.Static<Command['output']> }
/** Input of the command of a name. */
export type CommandInput<Name extends CommandName> = Inputs[Name]
/** Output of the command of a name. */
export type CommandOutput<Name extends CommandName> = Outputs[Name]

type AnyEvent = (typeof events)[number]
type EventPayloads = { [Event in AnyEvent as Event['name']]: Type.Static<Event['payload']> }
/** Name of a durable event. */
export type EventName = AnyEvent['name']
/** Payload of the durable event of a name. */
export type EventPayload<Name extends EventName> = EventPayloads[Name]

type AnyEphemeral = (typeof ephemerals)[number]
type EphemeralPayloads = { [Ephemeral in AnyEphemeral as Ephemeral['name']]: Type.Static<Ephemeral['payload']> }
/** Name of an ephemeral event. */
export type EphemeralName = AnyEphemeral['name']
/** Payload of the ephemeral event of a name. */
export type EphemeralPayload<Name extends EphemeralName> = EphemeralPayloads[Name]

import { isPreview, type MarkMap, mergeByRevision, mergeMarks, mergeMessages, noMessages, raiseMarks } from '@palaver/core'
import type { ConversationRows, ConversationView, Head, Mark, MarksState, Member, Membership, Message } from '@palaver/protocol'
import { keep } from '../store.ts'
import { type ConversationState, emptyConversation, isLoaded, presentMarks } from './conversation-state.ts'

type State = ConversationState

const change = (state: State, fields: Partial<State>): State => {
  const keys = Object.keys(fields) as (keyof State)[]
  return keys.every((key) => state[key] === fields[key]) ? state : Object.freeze({ ...state, ...fields })
}

const newerMessage = (a: Message | undefined, b: Message | undefined): Message | undefined => {
  if (!a || !b) return a ?? b
  if (a.position !== b.position) return a.position > b.position ? a : b
  return b.revision > a.revision ? b : a
}

const newerHead = (held: Head | undefined, head: Head): Head => {
  if (!held) return head
  const base = head.revision >= held.revision ? head : held
  const lastMessage = newerMessage(held.lastMessage, head.lastMessage)
  return {
    ...base,
    position: Math.max(held.position, head.position),
    floorPosition: Math.max(held.floorPosition, head.floorPosition),
    marksRevision: Math.max(held.marksRevision, head.marksRevision),
    activityAt: Math.max(held.activityAt, head.activityAt),
    ...(lastMessage ? { lastMessage } : {}),
  }
}

/** Takes a head in. Never moves the cursor. */
export const withHead = (state: State, head: Head): State =>
  change(state, { head: keep(state.head, newerHead(state.head, head)) })

/** Takes the caller's place in; who is no longer in it loses the copy. */
export const withMembership = (state: State, membership: Membership): State => {
  if (state.membership && state.membership.revision >= membership.revision) return state
  if (membership.state !== 'active') return gone(state, membership)
  return change(state, { membership, gone: false })
}

/** The local copy goes; what stays says so, and remembers the membership so that an older answer does not bring it back. */
export const gone = (state: State, membership = state.membership): State =>
  Object.freeze({ ...emptyConversation(state.id), gone: true, epoch: state.epoch + 1, membership })

/** Takes a view in. The cursor begins with the first view: what is not held then is a hole to be loaded, not a change to be caught up. */
export const withView = (state: State, view: ConversationView): State => {
  const placed = withMembership(state, view.membership)
  if (placed.gone) return placed
  const headed = withHead(placed, view.head)
  const newer = !headed.conversation || view.conversation.revision > headed.conversation.revision
  return change(headed, {
    conversation: newer ? view.conversation : headed.conversation,
    marks: mergedMarks(headed, [view.mark]),
    unread: view.head.position >= headed.unread.upTo ? { count: view.unread, upTo: view.head.position } : headed.unread,
    revision: headed.revision ?? view.head.revision,
  })
}

/** Takes rows in that are the whole change up to `upTo`, so the cursor moves there. */
export const withRows = (state: State, rows: ConversationRows, upTo: number): State => {
  const messages = rows.messages ?? []
  const members = rows.members ?? []
  const merged = withMessages(state, messages)
  const settings = rows.conversation && rows.conversation.revision > (state.conversation?.revision ?? 0)
  const head = merged.head && {
    ...merged.head,
    memberCount: upTo < merged.head.revision ? merged.head.memberCount : (rows.memberCount ?? merged.head.memberCount),
    revision: Math.max(merged.head.revision, upTo),
  }
  return change(merged, {
    members: mergeByRevision(state.members, members, (member) => member.userId),
    conversation: settings ? rows.conversation : state.conversation,
    head: head && Object.freeze(head),
    revision: Math.max(state.revision ?? 0, upTo),
  })
}

/** Takes messages of a page in; the cursor stays. */
export const withMessages = (state: State, messages: readonly Message[]): State => {
  const rows = mergeMessages(state.rows, messages)
  if (rows === state.rows) return state
  return change(state, { rows, marks: raiseMarks(state.marks, messages), head: state.head && headWith(state.head, messages) })
}

/** The head moves with every message, its last message only with those that stand in the conversation, for all. */
const headWith = (head: Head, messages: readonly Message[]): Head => {
  const last = messages.reduce<Message | undefined>(newerMessage, undefined)
  const shown = messages.filter(isPreview).reduce<Message | undefined>(newerMessage, undefined)
  const isAhead = last !== undefined && last.position >= head.position
  const leads = shown !== undefined && shown.position >= (head.lastMessage?.position ?? head.position)
  if (!isAhead && !leads) return head
  return Object.freeze({
    ...head,
    ...(isAhead && { position: last.position, activityAt: Math.max(head.activityAt, last.createdAt) }),
    ...(leads && { lastMessage: newerMessage(head.lastMessage, shown) ?? shown }),
  })
}

/** Takes members of a page in; the cursor stays. */
export const withMembers = (state: State, members: readonly Member[]): State =>
  change(state, { members: mergeByRevision(state.members, members, (member) => member.userId) })

/** Marks of people not held before may be older than their messages that are. */
const mergedMarks = ({ marks, rows }: State, given: readonly Mark[]): MarkMap => {
  const merged = mergeMarks(marks, given)
  return merged.size > marks.size ? raiseMarks(merged, rows.chunks.flatMap((chunk) => chunk.rows)) : merged
}

/** Takes marks in by maximum, unless the conversation is not there, or no longer. `complete`: these are all that moved since the number held. */
export const withMarks = (state: State, given: MarksState, complete: boolean): State =>
  isLoaded(state)
    ? change(state, {
        marks: mergedMarks(state, given.marks),
        head: keep(state.head, { ...state.head, marksRevision: Math.max(state.head.marksRevision, given.marksRevision) }),
        marksRevision: complete ? Math.max(state.marksRevision, given.marksRevision) : state.marksRevision,
      })
    : state

/**
 * The copy is of no use: rows and members go, and the cursor stands where the server says, be it lower than before.
 * With a head, that one counts, whatever was held. Who had left is known by the members only, so their marks go with them. All marks are asked for again: messages that never come may imply some.
 */
export const withReset = (state: State, upTo: number, head = state.head): State =>
  change(state, { rows: noMessages, members: new Map(), marks: presentMarks(state), epoch: state.epoch + 1, revision: upTo, marksRevision: 0, head })

import { type AppRole, can, isLarge, type Permission } from '@palaver/core'
import { type Message, PalaverError, type SystemNote } from '@palaver/protocol'
import type { Opened } from '../../platform/message-log/restricted.ts'
import type { Sql } from '../../platform/sql.ts'
import type { ChangeEvent, LockedConversation, LockedKind, Outcome } from '../../platform/writer/change.ts'
import { type Attempt, Receipts } from '../../platform/writer/receipts.ts'
import { type Place, Places } from '../members/port.ts'
import { OwnRows, type RowWrite } from '../private-rows/port.ts'
import { SystemNotes } from './system-notes.ts'
import { type MessageState, MessageStates, type NextMessage } from './message-states.ts'

/** A change of one message that was sent before. */
export interface MessageChange {
  readonly conversationId: string
  readonly messageId: string
  readonly callerId: string
  readonly appRole: AppRole
  /** Of commands with a clientId: it gets the same answer for the same input. */
  readonly attempt?: Attempt
  /** The server does it in the name of somebody who may be gone: neither their place nor their permission is asked. */
  readonly byServer?: boolean
}

/** Where a change is decided: everything under the lock of the conversation, with what the changes before it in the run have made of it. */
export interface MessageScene {
  readonly conversation: LockedConversation
  /** The caller's. */
  readonly place: Place
  readonly message: Message
}

/** An accepted change. */
export interface AcceptedChange<Change> {
  readonly change: Change
  readonly before: Message
  readonly after: Message
  /** As those see it whom it is for, when it is for some only. */
  readonly opened: Opened | undefined
  /** The database's clock at the lock: milliseconds since the epoch. */
  readonly now: number
  /** Followers are told later, and of the last such change of the message only. */
  readonly quiet: boolean
}

/** What a feature does to messages. */
export interface MessageRule<Change extends MessageChange, Facts> {
  readonly name: string
  /** As it stands in refusals: "edit the message". */
  readonly doing: string
  readonly permission: Permission
  /** Deleted messages may be changed, too; otherwise they are not there. */
  readonly ofDeleted?: boolean
  /** Messages that are still being streamed may be changed, too. */
  readonly ofOpen?: boolean
  /** Messages for some members only may be changed, too: the rule does nothing that tells the others of what they say. */
  readonly ofRestricted?: boolean
  /** In large conversations followers are told every few seconds how a message stands, not of each change. */
  readonly quietWhenLarge?: boolean
  /** Reads what the decisions need beside the messages, once for the run. */
  readonly prepare?: (tx: Sql, run: readonly Change[]) => Promise<Facts>
  /** What the message becomes, `same` when it is so already, or why not. */
  readonly decide: (change: Change, scene: MessageScene, facts: Facts) => NextMessage | 'same' | PalaverError
  /** Writes the feature's own rows, once for the run. */
  readonly store?: (tx: Sql, accepted: readonly AcceptedChange<Change>[], facts: Facts) => Promise<void>
  /** The caller's private row that is another then; written and told with it. */
  readonly privately?: (change: Change) => RowWrite
  /** What the conversation is told of it. */
  readonly note?: (accepted: AcceptedChange<Change>) => SystemNote | undefined
}

/**
 * Makes a kind of change of messages, for features: under the lock it checks membership, what the caller may read, and the permission; then the
 * rule decides. Every accepted change takes a revision, and is told by one `message.changed`. Its result is the message,
 * of a clientId that comes again as it stands by then.
 */
export const defineMessageChange = <Change extends MessageChange, Facts = undefined>(rule: MessageRule<Change, Facts>): LockedKind<Change, Message> => ({
  name: rule.name,
  // A system message takes a revision of its own after the change.
  endsBatch: rule.note !== undefined,
  repeatable: true,
  async write(tx, locking, run) {
    const { privately } = rule
    const [locked, places, states, receipts, prepared, own] = await Promise.all([
      locking,
      Places.read(tx, run.map(({ conversationId, callerId }) => [conversationId, callerId] as const)),
      MessageStates.read(tx, run),
      Receipts.read<MessageRevision>(tx, run.flatMap(({ attempt }) => attempt ?? [])),
      rule.prepare?.(tx, run),
      privately && OwnRows.read(tx, run.map((change) => [change.callerId, privately(change)] as const)),
    ])
    const facts = prepared as Facts
    const accepted: AcceptedChange<Change>[] = []
    const notes = new SystemNotes()
    const outcomes = run.map((change): Outcome<Message> => {
      const scene = sceneOf(rule, change, { conversation: locked.get(change.conversationId), places, states })
      if (scene instanceof PalaverError) return { ok: false, error: scene }
      const known = change.attempt && receipts.answer(change.attempt, rule.doing)
      if (known) return known.ok ? { ...known, result: seenBy(change, scene.state) } : known
      const refusal = refusalOf(rule, change, scene)
      if (refusal) return { ok: false, error: refusal }
      const next = rule.decide(change, scene, facts)
      if (next instanceof PalaverError) return { ok: false, error: next }
      const { conversation, message: before } = scene
      if (next !== 'same') {
        const write = privately?.(change)
        if (write && own?.hasRoom(change.callerId, write) === false) return { ok: false, error: new PalaverError('forbidden', `unable to ${rule.doing}; you have done so too often`) }
        if (write) own?.become(change.callerId, write)
        conversation.headRevision++
        conversation.changed = true
        scene.state.become(next, conversation.headRevision)
        const quiet = rule.quietWhenLarge === true && isLarge(conversation.memberCount)
        const done = { change, before, after: scene.state.message, opened: scene.state.opened, now: conversation.now, quiet }
        accepted.push(done)
        const note = rule.note?.(done)
        if (note) notes.add(conversation, change.callerId, note)
      }
      if (change.attempt) receipts.add(change.attempt, { id: scene.message.id, revision: scene.state.message.revision })
      return { ok: true, result: seenBy(change, scene.state) }
    })
    const [noted, told = []] = await Promise.all([
      notes.store(tx), own?.store(tx), states.store(tx), accepted.length > 0 ? rule.store?.(tx, accepted, facts) : undefined, receipts.store(tx),
    ])
    return { outcomes, events: [...accepted.map(messageChanged), ...noted, ...told] }
  },
})

/** The message as who changed it sees it. */
const seenBy = ({ callerId }: MessageChange, { message, opened }: MessageState): Message =>
  message.content.kind === 'restricted' && opened?.userIds.includes(callerId) ? { ...message, ...opened.said } : message

/** What a receipt keeps: nothing that was said, so that what is deleted is kept nowhere. A replay answers with the message as it stands. */
interface MessageRevision {
  readonly id: string
  readonly revision: number
}

interface Held {
  readonly conversation: LockedConversation | undefined
  readonly places: Places
  readonly states: MessageStates
}

function sceneOf<Change extends MessageChange, Facts>(
  { doing }: MessageRule<Change, Facts>,
  change: Change,
  { conversation, places, states }: Held,
): (MessageScene & { readonly state: MessageState }) | PalaverError {
  const { byServer = false } = change
  const place = byServer ? places.find(change.conversationId, change.callerId) : places.findActive(change.conversationId, change.callerId)
  const state = states.find(change.conversationId, change.messageId)
  if (!conversation || !place || !state || (!byServer && state.message.position < place.visibleFrom)) {
    return new PalaverError('not_found', `unable to ${doing}; there is no such message`)
  }
  return { conversation, place, message: state.message, state }
}

function refusalOf<Change extends MessageChange, Facts>(
  { doing, permission, ofDeleted = false, ofOpen = false, ofRestricted = false }: MessageRule<Change, Facts>,
  { appRole, byServer = false }: Change,
  { conversation, place, message }: MessageScene,
): PalaverError | undefined {
  if (!ofDeleted && message.content.kind === 'deleted') return new PalaverError('not_found', `unable to ${doing}; the message was deleted`)
  if (!ofRestricted && message.restricted) return new PalaverError('forbidden', `unable to ${doing}; it is for some members only`)
  if (!ofOpen && message.stream?.state === 'open') return new PalaverError('forbidden', `unable to ${doing}; it is still being written`)
  if (byServer || can(permission, { appRole, memberRole: place.role, conversationType: conversation.type })) return undefined
  return new PalaverError('forbidden', `unable to ${doing}; your role here may not`)
}

/** Tells how a message stands that has just taken a revision. */
export const changedEvent = (conversationId: string, message: Message): ChangeEvent => ({
  name: 'message.changed',
  scope: 'conversation',
  id: conversationId,
  after: message.revision - 1,
  revision: message.revision,
  payload: { messages: [message] },
})

const messageChanged = ({ change, after, opened, quiet }: AcceptedChange<MessageChange>): ChangeEvent => ({
  ...changedEvent(change.conversationId, after),
  ...(opened && after.content.kind === 'restricted' && { opened: [opened] }),
  ...(quiet && { quiet: `message ${after.position}` }),
})

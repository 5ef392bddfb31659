import { type CommandInput, type ConversationView, PalaverError } from '@palaver/protocol'
import type { LockedKind, Outcome } from '../../platform/writer/change.ts'
import { LockedUsers } from '../../platform/writer/locked-users.ts'
import { type Attempt, Receipts } from '../../platform/writer/receipts.ts'
import { membershipChanged, type PlaceToWrite, toMembership, writePlaces } from '../members/port.ts'
import { insertConversations, type NewConversation } from './insert.ts'

/** A group or channel to make. */
export interface CreateChange {
  /** The id it gets. */
  readonly conversationId: string
  readonly callerId: string
  readonly input: CommandInput<'conversation.create'>
}

/** Making groups and channels: the same clientId gives the conversation of the first time, whatever became of it. */
export const makeConversations: LockedKind<CreateChange, ConversationView> = {
  name: 'conversations.create',
  endsBatch: false,
  lockless: true,
  repeatable: true,
  async write(tx, _locking, run) {
    // The creator's row is locked, so two attempts with one clientId come here one after the other, whatever node they came to.
    const [users, receipts] = await Promise.all([LockedUsers.lock(tx, run.flatMap(peopleOf)), Receipts.read<ConversationView>(tx, run.map(attemptOf))])
    const conversations: NewConversation[] = []
    const places: PlaceToWrite[] = []
    const outcomes = run.map((change): Outcome<ConversationView> => {
      const known = receipts.answer(attemptOf(change), 'create the conversation')
      if (known) return known
      const unknown = peopleOf(change).find((userId) => !users.isActive(userId))
      if (unknown !== undefined) return { ok: false, error: unknownPerson(change, unknown) }
      const conversation = toConversation(change, users.now)
      const creator = toPlace(change, change.callerId, users)
      const others = peopleOf(change).filter((userId) => userId !== change.callerId)
      conversations.push(conversation)
      places.push(creator, ...others.map((userId) => toPlace(change, userId, users)))
      const view = firstView(conversation, creator)
      receipts.add(attemptOf(change), view)
      return { ok: true, result: view }
    })
    await Promise.all([insertConversations(tx, conversations), writePlaces(tx, places), users.store(tx), receipts.store(tx)])
    return { outcomes, events: places.map(membershipChanged) }
  },
}

const attemptOf = ({ callerId, input }: CreateChange): Attempt => ({ callerId, command: 'conversation.create', input })

const peopleOf = ({ callerId, input }: CreateChange): string[] => [...new Set([callerId, ...(input.memberIds ?? [])])]

const unknownPerson = ({ input }: CreateChange, userId: string): PalaverError => {
  const index = input.memberIds?.indexOf(userId) ?? -1
  return new PalaverError('not_found', 'unable to create the conversation; there is no such person', index < 0 ? {} : { path: `/memberIds/${index}` })
}

const toConversation = ({ conversationId, callerId, input }: CreateChange, now: number): NewConversation => ({
  id: conversationId,
  type: input.type,
  name: input.name,
  topic: input.topic ?? null,
  avatarHue: input.avatarHue ?? hueOf(conversationId),
  history: input.settings?.history ?? 'beginning',
  disappearAfterMs: input.settings?.disappearAfterMs || undefined,
  custom: input.custom ?? null,
  createdBy: callerId,
  createdAt: now,
  memberCount: peopleOf({ conversationId, callerId, input }).length,
})

/** A colour that is always the same for an id. */
const hueOf = (id: string): number => Number.parseInt(id.slice(-6), 16) % 360

const toPlace = ({ conversationId, callerId }: CreateChange, userId: string, users: LockedUsers): PlaceToWrite => ({
  conversationId,
  userId,
  role: userId === callerId ? 'owner' : 'member',
  state: 'active',
  joinedAt: users.now,
  visibleFrom: 1,
  custom: null,
  revision: 1,
  userRevision: users.take(userId),
})

const firstView = (conversation: NewConversation, creator: PlaceToWrite): ConversationView => {
  const { id, type, name, topic, avatarHue, history, disappearAfterMs, custom, createdBy, createdAt, memberCount } = conversation
  return {
    conversation: {
      id,
      type,
      ...(name !== null && { name }),
      ...(topic !== null && { topic }),
      avatarHue,
      settings: { history, ...(disappearAfterMs !== undefined && { disappearAfterMs }) },
      ...(custom && { custom }),
      createdBy,
      createdAt,
      revision: 1,
    },
    head: { id, revision: 1, position: 0, floorPosition: 0, marksRevision: 1, memberCount, activityAt: createdAt },
    membership: toMembership(creator),
    mark: { userId: creator.userId, delivered: 0, read: 0 },
    unread: 0,
  }
}

import * as Type from 'typebox'
import { Counter, CustomData, Id, Timestamp } from '../../scalars.ts'
import { Mark } from '../marks/schemas.ts'
import { Membership } from '../members/schemas.ts'
import { Message } from '../messages/schemas.ts'
import { AvatarHue } from '../people/schemas.ts'
import { ConversationName, ConversationSettings, ConversationTopic } from './settings.ts'

/** A conversation: what all its members share of it, without its messages. */
export const Conversation = Type.Object({
  id: Id,
  type: Type.Enum(['direct', 'group', 'channel']),
  name: Type.Optional(ConversationName),
  topic: Type.Optional(ConversationTopic),
  avatarHue: AvatarHue,
  directUserIds: Type.Optional(Type.Tuple([Id, Id], { description: 'The pair of a direct conversation, in id order.' })),
  settings: ConversationSettings,
  custom: Type.Optional(CustomData),
  createdBy: Id,
  createdAt: Timestamp,
  revision: Type.Integer({ minimum: 1, description: 'Revision at the last change of what stands here (the settings revision).' }),
})
export type Conversation = Type.Static<typeof Conversation>

/** Where a conversation stands. Never advances a client's cursor. */
export const Head = Type.Object({
  id: Id,
  revision: Counter,
  position: Counter,
  floorPosition: Type.Integer({ minimum: 0, description: 'Messages at or below were pruned.' }),
  marksRevision: Counter,
  memberCount: Counter,
  activityAt: Timestamp,
  lastMessage: Type.Optional(Message),
})
export type Head = Type.Static<typeof Head>

/** A conversation as the caller sees it in their list. */
export const ConversationView = Type.Object({
  conversation: Conversation,
  head: Head,
  membership: Membership,
  mark: Mark,
  unread: Type.Integer({ minimum: 0, maximum: 100, description: 'Unread messages; 100 means 100 or more.' }),
})
export type ConversationView = Type.Static<typeof ConversationView>

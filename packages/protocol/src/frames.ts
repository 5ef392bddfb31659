import * as Type from 'typebox'
import { ErrorBodySchema } from './error-body.ts'
import { Head } from './features/conversations/schemas.ts'
import { ConversationSync, UserChanges } from './features/sync/schemas.ts'
import { Counter, Id, Timestamp } from './scalars.ts'

/** What this connection must keep to; sent in `hello`. */
export const ConnectionLimits = Type.Object({
  maxFrameBytes: Type.Integer(),
  maxCommandsInFlight: Type.Integer(),
  maxLiveConversations: Type.Integer(),
  textMaxLength: Type.Integer(),
})

const requestId = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'Chosen by the client; comes back in the answer.' })

/** Where the client stands in one conversation: id, revision, marksRevision. */
export const ConversationCursor = Type.Tuple([Id, Counter, Counter])
export type ConversationCursor = Type.Static<typeof ConversationCursor>

const cursors = Type.Array(ConversationCursor, { maxItems: 1000 })

/** Frames that a client sends, by their `t`. */
export const clientFrames = {
  auth: Type.Object({ t: Type.Literal('auth'), token: Type.String({ minLength: 1, maxLength: 8192 }) }),
  resume: Type.Object({
    t: Type.Literal('resume'),
    lineage: Type.Optional(Type.String({ maxLength: 100 })),
    userRevision: Type.Optional(Counter),
    conversations: cursors,
    more: Type.Optional(Type.Boolean({ description: 'Another `resume` frame follows.' })),
  }),
  follow: Type.Object({ t: Type.Literal('follow'), conversations: cursors }),
  unfollow: Type.Object({ t: Type.Literal('unfollow'), conversations: Type.Array(Id, { maxItems: 1000 }) }),
  cmd: Type.Object({ t: Type.Literal('cmd'), id: requestId, name: Type.String({ maxLength: 64 }), input: Type.Unknown() }),
  pong: Type.Object({ t: Type.Literal('pong') }),
} as const

/** Frames that a server sends, by their `t`. */
export const serverFrames = {
  hello: Type.Object({
    t: Type.Literal('hello'),
    protocol: Type.String(),
    connectionId: Id,
    lineage: Type.String(),
    serverTime: Timestamp,
    heartbeatMs: Type.Integer(),
    limits: ConnectionLimits,
  }),
  authed: Type.Object({ t: Type.Literal('authed'), userId: Id, expiresAt: Timestamp }),
  sync: Type.Object({
    t: Type.Literal('sync'),
    reset: Type.Optional(Type.Boolean({ description: 'The lineage is not the client\'s: drop the cache, keep the outbox.' })),
    user: Type.Optional(UserChanges),
    conversations: Type.Array(ConversationSync),
    gone: Type.Optional(Type.Array(Id, { description: 'Conversations that do not exist for the caller.' })),
    passive: Type.Optional(Type.Array(Id, { description: 'Followed passively: heads only.' })),
  }),
  live: Type.Object({ t: Type.Literal('live') }),
  ok: Type.Object({ t: Type.Literal('ok'), id: requestId, output: Type.Unknown(), replay: Type.Optional(Type.Boolean()) }),
  err: Type.Object({ t: Type.Literal('err'), id: Type.Optional(requestId), ...ErrorBodySchema.properties }),
  evt: Type.Object({
    t: Type.Literal('evt'),
    name: Type.String(),
    scope: Type.Enum(['conversation', 'user']),
    id: Id,
    after: Counter,
    revision: Counter,
    payload: Type.Object({}, { additionalProperties: true }),
  }),
  eph: Type.Object({ t: Type.Literal('eph'), name: Type.String(), payload: Type.Object({}, { additionalProperties: true }) }),
  head: Type.Object({ t: Type.Literal('head'), heads: Type.Array(Head) }),
  ping: Type.Object({ t: Type.Literal('ping'), heads: Type.Optional(cursors), userRevision: Type.Optional(Counter) }),
  goaway: Type.Object({ t: Type.Literal('goaway'), afterMs: Type.Integer({ minimum: 0 }) }),
} as const

/** Client frames by `t`. */
export type ClientFrames = { [Kind in keyof typeof clientFrames]: Type.Static<(typeof clientFrames)[Kind]> }
/** Any frame that a client sends. */
export type ClientFrame = ClientFrames[keyof ClientFrames]
/** Server frames by `t`. */
export type ServerFrames = { [Kind in keyof typeof serverFrames]: Type.Static<(typeof serverFrames)[Kind]> }
/** Any frame that a server sends. */
export type ServerFrame = ServerFrames[keyof ServerFrames]

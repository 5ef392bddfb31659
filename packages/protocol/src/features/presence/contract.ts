import * as Type from 'typebox'
import { defineCommand, defineEphemeral } from '../../contract.ts'
import { Counter, Id, Timestamp, line } from '../../scalars.ts'
import { Person } from '../people/schemas.ts'
import { Presence } from './schemas.ts'

export const setPresence = defineCommand({
  name: 'presence.set',
  summary: 'Choose how the caller appears on all devices; `auto` follows the connections. `text: ""` removes the status text.',
  access: 'user',
  input: Type.Object({
    status: Type.Optional(Type.Enum(['auto', 'away', 'busy', 'invisible'])),
    text: Type.Optional(Type.Union([line({ max: 80 }), Type.Literal('')])),
    textExpiresAt: Type.Optional(Timestamp),
  }),
  output: Type.Object({ presence: Presence }),
  rest: { method: 'PATCH', path: '/v1/me/presence', status: 200 },
  errors: [],
  limit: 'write',
})

export const watchPresence = defineCommand({
  name: 'presence.watch',
  summary: 'Name the people that this connection shows, replacing the list before; their presence and profile changes follow as ephemeral events. Only people who share a conversation with the caller have a presence.',
  access: 'user',
  doors: ['socket'],
  input: Type.Object({
    people: Type.Array(Type.Tuple([Id, Counter]), {
      maxItems: 200,
      description: 'Pairs of user id and the profileVersion held (0 for none).',
    }),
  }),
  output: Type.Object({ presences: Type.Array(Presence), people: Type.Array(Person) }),
  errors: [],
  limit: 'read',
})

export const presenceChanged = defineEphemeral({
  name: 'presence.changed',
  summary: 'The presence of watched people has changed.',
  payload: Type.Object({ presences: Type.Array(Presence) }),
})

import * as Type from 'typebox'
import { defineCommand, defineEphemeral } from '../../contract.ts'
import { CustomData, Id, text } from '../../scalars.ts'
import { AvatarHue, ExternalId, Handle, Person, PersonName } from './schemas.ts'

export const getMe = defineCommand({
  name: 'person.me',
  summary: 'Get the profile of the caller.',
  access: 'user',
  input: Type.Object({}),
  output: Type.Object({ person: Person }),
  rest: { method: 'GET', path: '/v1/me', status: 200 },
  errors: [],
  limit: 'read',
})

export const updateMe = defineCommand({
  name: 'person.update',
  summary: 'Change the profile of the caller; fields that are absent stay as they are.',
  access: 'user',
  input: Type.Object({
    name: Type.Optional(PersonName),
    handle: Type.Optional(Handle),
    bio: Type.Optional(text({ max: 300 })),
    avatarHue: Type.Optional(AvatarHue),
    custom: Type.Optional(CustomData),
  }),
  output: Type.Object({ person: Person }),
  rest: { method: 'PATCH', path: '/v1/me', status: 200 },
  errors: ['handle_taken'],
  limit: 'write',
})

export const upsertPerson = defineCommand({
  name: 'person.upsert',
  summary: "Make the person of one of the host application's own users, or change what is given of the one there is. Needs an app key.",
  access: 'app',
  doors: ['rest'],
  input: Type.Object({
    externalId: ExternalId,
    name: Type.Optional(PersonName),
    handle: Type.Optional(Handle),
    bio: Type.Optional(text({ max: 300 })),
    avatarHue: Type.Optional(AvatarHue),
    custom: Type.Optional(CustomData),
  }),
  output: Type.Object({ person: Person }),
  rest: { method: 'PUT', path: '/v1/people', status: 200 },
  errors: ['handle_taken', 'forbidden'],
  limit: 'write',
})

/** Somebody that a host backend means: by exactly one of the two. */
const meant = { userId: Type.Optional(Id), externalId: Type.Optional(ExternalId) }

export const suspendPerson = defineCommand({
  name: 'person.suspend',
  summary:
    'Suspend somebody, known by `userId` or `externalId`, one of the two: their sessions end at once, their sockets close with 4423, their tokens are `account_suspended`, and they cannot sign in. What they wrote stays. Repeating it changes no more than the reason, which only operators see. Needs an app key.',
  access: 'app',
  doors: ['rest'],
  input: Type.Object({ ...meant, reason: Type.Optional(text({ max: 300 })) }),
  output: Type.Object({ userId: Id }),
  rest: { method: 'PUT', path: '/v1/people/suspension', status: 200 },
  errors: ['not_found', 'forbidden'],
  limit: 'write',
})

export const reinstatePerson = defineCommand({
  name: 'person.reinstate',
  summary: 'Let a suspended person in again, known by `userId` or `externalId`, one of the two. They have to sign in anew. Needs an app key.',
  access: 'app',
  doors: ['rest'],
  input: Type.Object(meant),
  output: Type.Object({ userId: Id }),
  rest: { method: 'DELETE', path: '/v1/people/suspension', status: 200 },
  errors: ['not_found', 'forbidden'],
  limit: 'write',
})

export const lookupPeople = defineCommand({
  name: 'person.lookup',
  summary: 'Get the profiles of up to 100 people by id; unknown ids are left out.',
  access: 'user',
  input: Type.Object({ ids: Type.Array(Id, { minItems: 1, maxItems: 100 }) }),
  output: Type.Object({ people: Type.Array(Person) }),
  rest: { method: 'POST', path: '/v1/people/lookup', status: 200 },
  errors: [],
  limit: 'read',
})

export const searchPeople = defineCommand({
  name: 'person.search',
  summary: 'Find people by handle or name: an exact handle first, then beginnings, then similar spellings.',
  access: 'user',
  input: Type.Object({
    query: text({ min: 2, max: 80 }),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 20 })),
  }),
  output: Type.Object({ people: Type.Array(Person) }),
  rest: { method: 'GET', path: '/v1/people/search', status: 200 },
  errors: [],
  limit: 'read',
})

export const personUpdated = defineEphemeral({
  name: 'person.updated',
  summary: 'Profiles that this connection watches have changed; the higher profileVersion wins.',
  payload: Type.Object({ people: Type.Array(Person) }),
})

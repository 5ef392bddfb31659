import * as Type from 'typebox'
import { Id, text, Timestamp } from '../../scalars.ts'
import { ContactContent, CustomContent, LocationContent } from './kinds.ts'
import { PollContent } from '../polls/schemas.ts'
import { RestrictedContent } from '../restricted/schemas.ts'
import { SystemNote } from './notes.ts'

/** The largest text that any deployment may allow, in code points; `limits.textMaxLength` of `hello` says this one's. */
export const textHardLimit = 5000

/** Plain text. */
export const TextContent = Type.Object({ kind: Type.Literal('text'), text: text({ min: 1, max: textHardLimit }) })
export type TextContent = Type.Static<typeof TextContent>

/** Something that happened in the conversation; written by the server together with what it tells of. */
export const SystemContent = Type.Object({ kind: Type.Literal('system'), note: SystemNote })
export type SystemContent = Type.Static<typeof SystemContent>

/** A message that was deleted for everyone, or disappeared: what it said is gone, its place stays. */
export const DeletedContent = Type.Object({
  kind: Type.Literal('deleted'),
  by: Id,
  at: Timestamp,
  expired: Type.Optional(Type.Literal(true, { description: 'Its time was over: nobody deleted it (`by` is its sender), and nobody can bring it back.' })),
})
export type DeletedContent = Type.Static<typeof DeletedContent>

/** What people may send. */
export const SendableContent = Type.Union([TextContent, LocationContent, ContactContent, PollContent, CustomContent])
export type SendableContent = Type.Static<typeof SendableContent>

/** What a message says; told apart by `kind`. Clients show a kind that they do not know as such. */
export const Content = Type.Union([TextContent, SystemContent, DeletedContent, RestrictedContent, LocationContent, ContactContent, PollContent, CustomContent])
export type Content = Type.Static<typeof Content>

import * as Type from 'typebox'
import { Id, line, text } from '../../scalars.ts'

/** A place on earth, in degrees (WGS 84). */
export const LocationContent = Type.Object({
  kind: Type.Literal('location'),
  latitude: Type.Number({ minimum: -90, maximum: 90 }),
  longitude: Type.Number({ minimum: -180, maximum: 180 }),
  label: Type.Optional(line({ max: 200, description: 'What is there.' })),
})
export type LocationContent = Type.Static<typeof LocationContent>

/** How to reach somebody, as the sender wrote it; nobody checks it. */
export const ContactContent = Type.Object({
  kind: Type.Literal('contact'),
  name: line({ max: 100 }),
  userId: Type.Optional(Id),
  phone: Type.Optional(Type.String({ pattern: '^\\+?[0-9(][0-9 ()./-]{1,30}$', description: 'As people write it: digits, blanks and ()./-.' })),
  email: Type.Optional(Type.String({ maxLength: 254, pattern: '^[^\\s@<>"\\p{Cc}\\p{Cs}]{1,64}@[^\\s@<>"\\p{Cc}\\p{Cs}]{1,189}$' })),
})
export type ContactContent = Type.Static<typeof ContactContent>

/** Most bytes of the `data` of custom content, as JSON in UTF-8. */
export const customDataMaxBytes = 8192
/** Most levels of objects and arrays in the `data` of custom content. */
export const customDataMaxDepth = 8

/** A kind of content of the developer's own. What `data` holds is said by its `type`; clients that do not know it show `fallback`. */
export const CustomContent = Type.Object({
  kind: Type.Literal('custom'),
  type: Type.String({ maxLength: 100, pattern: '^[a-z][a-z0-9-]*(\\.[a-z0-9][a-z0-9_-]*)+$', description: 'A name in a namespace of its maker, such as `com.example.order`.' }),
  data: Type.Unsafe<Readonly<Record<string, unknown>>>({
    type: 'object',
    additionalProperties: true,
    description: `Any JSON object: at most ${customDataMaxBytes} bytes and ${customDataMaxDepth} levels, without U+0000 and lone surrogates.`,
  }),
  fallback: Type.Optional(text({ min: 1, max: 500, description: 'What it says in words.' })),
})
export type CustomContent = Type.Static<typeof CustomContent>

import * as Type from 'typebox'
import { Counter, CustomData, Id, line, text } from '../../scalars.ts'

/** A handle: 3 to 30 of a–z, 0–9, `_` and `.`, beginning with a letter or digit; compared and stored in lower case. */
export const Handle = Type.String({ minLength: 3, maxLength: 30, pattern: '^[a-z0-9][a-z0-9_.]{2,29}$' })
/** A person's name as shown. */
export const PersonName = line({ max: 80 })
/** The host application's own id of a user. */
export const ExternalId = line({ max: 200, description: "The host's own id of the user." })
/** Hue of the coloured avatar, 0–359 degrees (OKLCH). */
export const AvatarHue = Type.Integer({ minimum: 0, maximum: 359 })

/** A person as everyone may see them. */
export const Person = Type.Object({
  id: Id,
  handle: Handle,
  name: PersonName,
  avatarHue: AvatarHue,
  bio: Type.Optional(text({ max: 300 })),
  custom: Type.Optional(CustomData),
  profileVersion: Counter,
})
export type Person = Type.Static<typeof Person>

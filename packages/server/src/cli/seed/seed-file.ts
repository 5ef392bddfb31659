import { readFile } from 'node:fs/promises'
import { AvatarHue, ConversationName, ConversationTopic, Email, Handle, Password, PersonName, text } from '@palaver/protocol/definitions'
import * as Type from 'typebox'
import { Compile } from 'typebox/compile'

const Key = Type.String({ minLength: 1 })

const SeedFile = Type.Object({
  /** The password of every seeded account. */
  password: Password,
  people: Type.Record(Key, Type.Object({ name: PersonName, handle: Handle, email: Email, bio: Type.Optional(text({ max: 300 })), avatarHue: Type.Optional(AvatarHue) })),
  conversations: Type.Array(
    Type.Object({
      /** Without a name it is direct, between two. */
      name: Type.Optional(ConversationName),
      topic: Type.Optional(ConversationTopic),
      members: Type.Array(Key, { minItems: 2 }),
      /** How many hours ago it ended, and about how many minutes lie between two messages. */
      hoursAgo: Type.Number({ minimum: 0 }),
      pace: Type.Number({ minimum: 0 }),
      /** Who has how many messages still to read; everybody else has read all. */
      unread: Type.Optional(Type.Record(Key, Type.Integer({ minimum: 0 }))),
      /** `who: text`, the oldest first. */
      lines: Type.Array(Type.String({ pattern: '^\\w+: .' })),
    }),
  ),
})

/** A community to seed. */
export type Community = Type.Static<typeof SeedFile>
/** A conversation of it. */
export type SeededConversation = Community['conversations'][number]

const validator = Compile(SeedFile)

/** Reads a community from a JSON file. @throws {Error} naming the first fault. */
export async function readSeedFile(path: string): Promise<Community> {
  const source = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new Error(`unable to seed; ${path} cannot be read`, { cause: error })
  })
  let community: unknown
  try {
    community = JSON.parse(source)
  } catch (error) {
    throw new Error(`unable to seed; ${path} is not JSON`, { cause: error })
  }
  if (!validator.Check(community)) {
    const [fault] = validator.Errors(community)
    throw new Error(`unable to seed; ${path} ${fault?.instancePath ?? ''} ${fault?.message ?? 'does not fit'}`)
  }
  return community
}

import { randomUUID } from 'node:crypto'
import type { Palaver } from '../../src/palaver.ts'
import type { UserCaller } from '../../src/platform/caller.ts'
import { seedConversation, seedPeople } from './community.ts'
import { seedMessages } from './history.ts'

/** Somebody's surroundings, of which there are `size` of everything that grows. */
export interface GrownWorld {
  readonly size: number
  /** Owner of the group, in `size` conversations, with `size` sessions. */
  readonly me: UserCaller
  /** All who are in the group, oneself first. */
  readonly members: readonly string[]
  /** A group with `size` messages and up to 700 members: those above a thousand are told less, and cost less (`large.test.ts`). */
  readonly groupId: string
  readonly messageId: string
  /** With one of the members. */
  readonly directWith: string
  /** One's own sessions. */
  readonly sessionIds: readonly string[]
}

const mostMembers = 700

/** Makes a world past the writer, as one that grew over years. */
export async function growWorld({ database, admin }: Palaver, size: number): Promise<GrownWorld> {
  const people = await seedPeople(database, size)
  const members = people.slice(0, mostMembers)
  const [meId = '', directWith = ''] = members
  const groupId = await seedConversation(database, { userIds: members })
  await seedMessages(database, groupId, meId, size)
  const [message] = await database.query<{ id: string }>('SELECT id FROM messages WHERE conversation_id = $1 AND position = 1', [groupId])
  for (let n = 1; n < size; n++) {
    const id = await seedConversation(database, { userIds: [meId, people[n] ?? ''] })
    await seedMessages(database, id, meId, 1)
  }
  const sessionIds = Array.from({ length: size }, () => randomUUID())
  await database.query(
    `INSERT INTO sessions (id, user_id, device, secret, generation, rotated_at, created_at, expires_at)
     SELECT id, $2, 'a telephone', '\\x00', 1, now(), now(), now() + interval '1 day' FROM unnest($1::uuid[]) AS s(id)`,
    [sessionIds, meId],
  )
  const me = { ...(await admin.actAs(meId)), sessionId: sessionIds[0] ?? '' }
  return { size, me, members, groupId, messageId: message?.id ?? '', directWith, sessionIds }
}

import { randomUUID } from 'node:crypto'
import type { AppRole } from '@palaver/core'
import type { CommandName, ErrorCode, Member } from '@palaver/protocol'
import { seedMessages } from '../support/history.ts'
import type { TestServer } from '../support/test-server.ts'

/** One command, and one of its answers: arranged anew for each door, then run through it. */
export interface DoorCase {
  readonly command: CommandName
  readonly answer: 'ok' | ErrorCode
  /** What makes the answer so. */
  readonly when: string
  readonly arrange: (scene: Scene) => Promise<Attempt>
}

/** Code points of a text at most on the server of the cases. */
export const textMaxLength = 50

/** What is run, and what of the output or the error is expected. */
export interface Attempt {
  readonly token?: string
  readonly input: Record<string, unknown>
  readonly expected?: object
}

/** The cases of one command. */
export const casesOf = (command: CommandName, cases: readonly Omit<DoorCase, 'command'>[]): readonly DoorCase[] => cases.map((each) => ({ command, ...each }))

export interface ScenePerson {
  readonly userId: string
  readonly token: string
  readonly handle: string
}

export interface SceneGroup {
  readonly id: string
  readonly owner: ScenePerson
}

let count = 0

/** People and conversations for one case, on a server that all cases share. */
export class Scene {
  readonly server: TestServer
  readonly appKey: string

  constructor(server: TestServer, appKey: string) {
    this.server = server
    this.appKey = appKey
  }

  /** A handle, or the beginning of an address, that nobody has. */
  newName(): string {
    return `scene${++count}`
  }

  /** Private rows of somebody, `count` of them with made-up keys. */
  async privateRows({ userId }: ScenePerson, { kind, value, count: many }: { readonly kind: string; readonly value: object; readonly count: number }): Promise<void> {
    await this.#sql(
      `INSERT INTO private_rows (user_id, kind, key, revision, value, changed_at) SELECT $1, $2, gen_random_uuid()::text, 1, $3::jsonb, now() FROM generate_series(1, $4)`,
      [userId, kind, JSON.stringify(value), many],
    )
  }

  /** Flags of somebody, `count` of them, of messages made up past the writer in a conversation of `sender`. */
  async flagMany({ userId }: ScenePerson, sender: ScenePerson, count: number): Promise<void> {
    const { id } = await this.group([sender])
    await seedMessages(this.server.palaver.database, id, sender.userId, count)
    await this.#sql(
      `INSERT INTO flags (id, conversation_id, position, user_id, revision, reason, flagged_at)
       SELECT gen_random_uuid(), m.conversation_id, m.position, $2, m.revision, 'spam', now() FROM messages m WHERE m.conversation_id = $1 AND m.kind = 'text'`,
      [id, userId],
    )
  }

  async person({ role = 'user' }: { readonly role?: AppRole } = {}): Promise<ScenePerson> {
    const handle = this.newName()
    const { body } = await this.server.call('POST', '/v1/tokens', { token: this.appKey, body: { externalId: handle, name: handle, handle } })
    const userId = String(body['userId'])
    if (role !== 'user') await this.#sql('UPDATE users SET role = $2 WHERE id = $1', [userId, role])
    return { userId, token: String(body['accessToken']), handle }
  }

  async group(members: readonly ScenePerson[] = [], type: 'group' | 'channel' = 'group'): Promise<SceneGroup> {
    const owner = await this.person()
    const body = { clientId: randomUUID(), type, name: 'A group', memberIds: members.map(({ userId }) => userId) }
    const answer = await this.server.call('POST', '/v1/conversations', { token: owner.token, body })
    return { id: idOf(answer.body), owner }
  }

  async direct(one: ScenePerson, other: ScenePerson): Promise<string> {
    return idOf((await this.server.call('POST', '/v1/conversations/direct', { token: one.token, body: { userId: other.userId } })).body)
  }

  /** Sends a text; returns the message's id. */
  async message(conversationId: string, { token }: ScenePerson, text = 'hello'): Promise<string> {
    const body = { clientId: randomUUID(), content: { kind: 'text', text } }
    return String((await this.server.call('POST', `/v1/conversations/${conversationId}/messages`, { token, body })).body['id'])
  }

  async setRole(conversationId: string, { userId }: ScenePerson, role: Member['role']): Promise<void> {
    await this.#sql('UPDATE members SET role = $3 WHERE conversation_id = $1 AND user_id = $2', [conversationId, userId, role])
  }

  async remove({ id, owner }: SceneGroup, { userId }: ScenePerson): Promise<void> {
    await this.server.call('DELETE', `/v1/conversations/${id}/members/${userId}`, { token: owner.token })
  }

  async #sql(text: string, params: readonly unknown[]): Promise<void> {
    await this.server.palaver.database.query(text, params)
  }
}

const idOf = (view: Readonly<Record<string, unknown>>): string => (view['conversation'] as { id: string }).id

import type { CommandInput } from '@palaver/protocol'
import { PalaverError } from '@palaver/protocol'
import type { Bus } from '../../platform/event.ts'
import type { Runtime } from '../../platform/runtime.ts'
import type { Sql } from '../../platform/sql.ts'

export interface SuspensionParts {
  readonly sql: Sql
  readonly bus: Pick<Bus, 'publish'>
  readonly runtime: Pick<Runtime, 'now'>
}

type Meant = CommandInput<'person.reinstate'>

const suspend = `
  WITH meant AS (
    UPDATE users SET state = 'suspended', suspension_reason = coalesce($3, suspension_reason)
    WHERE id = $1::uuid OR external_id = $2 RETURNING id
  ), ended AS (
    UPDATE sessions SET revoked_at = $4 FROM meant WHERE user_id = meant.id AND revoked_at IS NULL
  )
  SELECT id FROM meant`

const reinstate = `UPDATE users SET state = 'active', suspension_reason = NULL WHERE id = $1::uuid OR external_id = $2 RETURNING id`

/** Keeps people out, and lets them in again. One statement each; the nodes are told after it, and heartbeats find what they did not hear. */
export class Suspension {
  readonly #parts: SuspensionParts

  constructor(parts: SuspensionParts) {
    this.#parts = parts
  }

  /** Ends every session, too: who is reinstated signs in anew, on devices that they still have. Told again when repeated, in case a node did not hear. */
  async suspend({ reason, ...meant }: CommandInput<'person.suspend'>): Promise<{ userId: string }> {
    const userId = await this.#change('suspend', meant, suspend, [reason ?? null, new Date(this.#parts.runtime.now())])
    this.#parts.bus.publish({ kind: 'suspended', userId })
    return { userId }
  }

  async reinstate(meant: Meant): Promise<{ userId: string }> {
    const userId = await this.#change('reinstate', meant, reinstate, [])
    this.#parts.bus.publish({ kind: 'reinstated', userId })
    return { userId }
  }

  async #change(what: 'suspend' | 'reinstate', { userId, externalId }: Meant, statement: string, params: readonly unknown[]): Promise<string> {
    if ((userId === undefined) === (externalId === undefined)) {
      throw new PalaverError('invalid_input', `unable to ${what} somebody; name them by either userId or externalId`, { path: '' })
    }
    const [row] = await this.#parts.sql.query<{ id: string }>(statement, [userId ?? null, externalId ?? null, ...params], `person_${what}`)
    if (!row) throw new PalaverError('not_found', `unable to ${what} somebody; there is no user of this id`)
    return row.id
  }
}

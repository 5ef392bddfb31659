import { can, isLarge } from '@palaver/core'
import { type EphemeralDefinition, PalaverError } from '@palaver/protocol'
import type { Commands } from '../../platform/commands.ts'
import { encodeEphemeral } from '../../platform/encode-frame.ts'
import type { Bus } from '../../platform/event.ts'
import type { FanOut } from '../../platform/fan-out/fan-out.ts'
import type { Sql } from '../../platform/sql.ts'
import { createLivePlaces } from '../members/port.ts'
import { requireFitting } from '../messages/port.ts'

/** What a deployment takes of them. */
export interface EphemeralRules {
  /** Types of the host's own. */
  readonly ephemeralTypes: readonly EphemeralDefinition[]
  /** What becomes of another type. */
  readonly unknownContent: 'refuse' | 'allow'
  /** Also in large conversations. */
  readonly largeEphemerals: boolean
}

export interface EphemeralsParts {
  readonly commands: Commands
  readonly sql: Sql
  readonly bus: Pick<Bus, 'publish'>
  readonly fanOut: Pick<FanOut, 'connections' | 'memberCount'>
  readonly rules: EphemeralRules
}

/** Binds `ephemeral.send`: what it tells goes to the others who follow the conversation live, and is stored nowhere. */
export const createEphemerals = ({ commands, sql, bus, fanOut, rules }: EphemeralsParts): void => {
  const findPlace = createLivePlaces(sql, fanOut)

  commands.bindUser('ephemeral.send', async ({ conversationId, type, data }, caller) => {
    requireFitting({ type, data }, { known: rules.ephemeralTypes, unknown: rules.unknownContent, path: '' })
    const place = await findPlace(conversationId, caller)
    if (!place) throw new PalaverError('not_found', 'unable to send; there is no such conversation')
    if (!can('ephemeral.send', { appRole: caller.role, memberRole: place.role, conversationType: place.type })) {
      throw new PalaverError('forbidden', 'unable to send; your role here may only read')
    }
    if (isLarge(place.members) && !rules.largeEphemerals) throw new PalaverError('forbidden', 'unable to send; the conversation is too large for it')
    const { userId } = caller
    bus.publish({ kind: 'ephemeral', conversationId, frame: encodeEphemeral('ephemeral.sent', { conversationId, userId, type, data }), exceptUserId: userId })
    return {}
  })
}

import { can, largeAbove } from '@palaver/core'
import { PalaverError } from '@palaver/protocol'
import type { Commands } from '../../platform/commands.ts'
import { encodeEphemeral } from '../../platform/encode-frame.ts'
import type { Bus } from '../../platform/event.ts'
import type { FanOut } from '../../platform/fan-out/fan-out.ts'
import type { Runtime } from '../../platform/runtime.ts'
import type { Sql } from '../../platform/sql.ts'
import { createLivePlaces } from '../members/port.ts'
import { TypingThrottle } from './throttle.ts'

export interface TypingFeatureParts {
  readonly commands: Commands
  readonly sql: Sql
  readonly bus: Pick<Bus, 'publish'>
  readonly fanOut: Pick<FanOut, 'connections' | 'memberCount'>
  readonly runtime: Pick<Runtime, 'now'>
}

const expiresInMs = 10_000
const everyMs = 3000

/** Binds `typing.set`: an ephemeral sign to the others who follow the conversation live. */
export const createTyping = ({ commands, sql, bus, fanOut, runtime }: TypingFeatureParts): void => {
  const throttle = new TypingThrottle(everyMs, expiresInMs)

  const findPlace = createLivePlaces(sql, fanOut)

  commands.bindUser('typing.set', async ({ conversationId, typing }, caller) => {
    const place = await findPlace(conversationId, caller)
    if (!place) throw new PalaverError('not_found', 'unable to show typing; there is no such conversation')
    if (!can('typing.send', { appRole: caller.role, memberRole: place.role, conversationType: place.type })) {
      throw new PalaverError('forbidden', 'unable to show typing; members of this role may not write here')
    }
    const { userId } = caller
    if (place.members > largeAbove || !throttle.passes(`${userId}/${conversationId}`, typing, runtime.now())) return {}
    const frame = encodeEphemeral('typing.changed', { conversationId, userId, typing, expiresInMs: typing ? expiresInMs : 0 })
    bus.publish({ kind: 'ephemeral', conversationId, frame, exceptUserId: userId })
    return {}
  })
}

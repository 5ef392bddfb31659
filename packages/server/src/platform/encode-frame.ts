import type { EphemeralName, EphemeralPayload, ServerFrames } from '@palaver/protocol'
import { ephemerals, serverFrames } from '@palaver/protocol/definitions'
import type { TSchema } from 'typebox'
import { serialiserOf } from './serialiser.ts'

const payloads: ReadonlyMap<string, (payload: never) => string> = new Map(
  ephemerals.map((event) => [event.name, serialiserOf<TSchema>(event.payload)]),
)

/** The payload of an ephemeral event as JSON: what the contract does not declare cannot leave. */
export const encodePayload = <Name extends EphemeralName>(name: Name, payload: EphemeralPayload<Name>): string => {
  const serialise = payloads.get(name)
  if (!serialise) throw new Error(`unable to encode an ephemeral event; ${name} is not in the contract`)
  return serialise(payload as never)
}

/** A whole `eph` frame as JSON. */
export const encodeEphemeral = <Name extends EphemeralName>(name: Name, payload: EphemeralPayload<Name>): string =>
  `{"t":"eph","name":"${name}","payload":${encodePayload(name, payload)}}`

/** A `sync` frame as JSON. */
export const encodeSync: (frame: ServerFrames['sync']) => string = serialiserOf<typeof serverFrames.sync>(serverFrames.sync)

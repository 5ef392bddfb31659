import { events } from '@palaver/protocol/definitions'
import type { EncodedEvent } from '../event.ts'
import { compileSerialiser } from '../serialiser.ts'
import type { ChangeEvent } from './change.ts'

/** One serialiser for each durable event, compiled from its payload's schema: what the contract does not declare cannot leave. */
const serialisers: ReadonlyMap<string, (payload: never) => string> = new Map(
  events.map((event) => [event.name, compileSerialiser(event.payload) as (payload: never) => string]),
)

/** Encodes a durable event: its `evt` frame is made here and nowhere else. */
export const encodeEvent = (draft: ChangeEvent): EncodedEvent => {
  const { name, scope, id, after, revision, payload, ended, quiet } = draft
  const serialise = serialisers.get(name)
  if (!serialise) throw new Error(`unable to encode an event; ${name} is not in the contract`)
  const frame = `{"t":"evt","name":"${name}","scope":"${scope}","id":"${id}","after":${after},"revision":${revision},"payload":${serialise(payload as never)}}`
  return { name, scope, id, after, revision, frame, ...(ended && { ended }), ...(quiet && { quiet }) }
}

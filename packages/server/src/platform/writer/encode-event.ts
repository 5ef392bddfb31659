import { events } from '@palaver/protocol/definitions'
import type { Message } from '@palaver/protocol'
import type { TSchema } from 'typebox'
import type { EncodedEvent, EventVariant } from '../event.ts'
import { type Opened, variantsOf } from '../message-log/restricted.ts'
import { serialiserOf } from '../serialiser.ts'
import type { ChangeEvent } from './change.ts'

type Numbers = Pick<EncodedEvent, 'name' | 'scope' | 'id' | 'after' | 'revision'>

/** One serialiser for each durable event, compiled from its payload's schema: what the contract does not declare cannot leave. */
const serialisers: ReadonlyMap<string, (payload: never) => string> = new Map(
  events.map((event) => [event.name, serialiserOf<TSchema>(event.payload)]),
)

/** Encodes a durable event: its `evt` frame is made here and nowhere else. */
export const encodeEvent = (draft: ChangeEvent): EncodedEvent => {
  const { name, scope, id, after, revision, payload, ended, quiet, opened } = draft
  const serialise = serialisers.get(name)
  if (!serialise) throw new Error(`unable to encode an event; ${name} is not in the contract`)
  const numbers = { name, scope, id, after, revision }
  return { ...encodeFrames(numbers, payload, { serialise: serialise as (payload: object) => string, ...(opened && { opened }) }), ...(ended && { ended }), ...(quiet && { quiet }) }
}

interface Encoding {
  readonly serialise: (payload: object) => string
  readonly opened?: readonly Opened[]
}

/** The frames of an event: the one for all, and those of users for whom some of its messages are open. */
export const encodeFrames = (numbers: Numbers, payload: object, { serialise, opened = [] }: Encoding): EncodedEvent => {
  const event = { ...numbers, frame: frameOf(numbers, serialise(payload)) }
  if (opened.length === 0) return event
  const { messages = [] } = payload as { readonly messages?: readonly Message[] }
  const variants = variantsOf(messages, opened).map((variant): EventVariant => ({ userIds: variant.userIds, frame: frameOf(numbers, serialise({ ...payload, messages: variant.messages })) }))
  return { ...event, variants }
}

const frameOf = ({ name, scope, id, after, revision }: Numbers, payload: string): string =>
  `{"t":"evt","name":"${name}","scope":"${scope}","id":"${id}","after":${after},"revision":${revision},"payload":${payload}}`

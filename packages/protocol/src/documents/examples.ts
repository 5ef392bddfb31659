import given from '../../generated/examples.json' with { type: 'json' }
import type { Json } from './json-schema.ts'

/** One example of everything in the contract, by name: the first golden vectors of the newest version. */
export interface Examples {
  readonly commands: Readonly<Record<string, { readonly input: Json; readonly output: Json }>>
  readonly frames: Readonly<Record<string, Json>>
  /** Payloads, of durable and ephemeral events. */
  readonly events: Readonly<Record<string, Json>>
}

/** The examples that the documents show. */
export const examples: Examples = given

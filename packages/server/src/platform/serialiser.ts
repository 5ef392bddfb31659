import buildSerialiser, { type Schema } from 'fast-json-stringify'
import type * as Type from 'typebox'

/**
 * Compiles the JSON serialiser of a schema: what the schema does not declare cannot leave.
 * The function throws when a required field is missing, which is a fault of the server.
 */
export function compileSerialiser<S extends Type.TSchema>(schema: S): (value: Type.Static<S>) => string {
  // TypeBox marks its schemas with hidden symbols and shares subschemas; the compiler wants plain JSON Schema of its own.
  return buildSerialiser(JSON.parse(JSON.stringify(schema)) as Schema)
}

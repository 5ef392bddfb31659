import type * as Type from 'typebox'
import { closeActions } from '../close-codes.ts'
import { type Command, errorsOf } from '../contract.ts'
import { type ErrorCode, errorStatuses, isRetryable } from '../errors.ts'
import { clientFrames, serverFrames } from '../frames.ts'
import { commands, ephemerals, events } from '../registry.ts'
import { protocolVersion, socketPath, subprotocol } from '../version.ts'
import { type JsonObject, jsonSchema, namedSchemas } from './json-schema.ts'

const shapes = (schemas: Readonly<Record<string, Type.TSchema>>): JsonObject =>
  Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, jsonSchema(schema, '2020-12')]))

const command = (each: Command): JsonObject => ({
  access: each.access,
  doors: [...each.doors],
  ...(each.rest ? { rest: { ...each.rest } } : {}),
  errors: [...errorsOf(each)],
  input: jsonSchema(each.input, '2020-12'),
  output: jsonSchema(each.output, '2020-12'),
})

/** Everything that a released version promises, as plain JSON: what `released/` keeps and later versions are compared with. */
export const contractDocument = (): JsonObject => ({
  protocol: protocolVersion,
  subprotocol,
  socketPath,
  commands: Object.fromEntries(commands.map((each) => [each.name, command(each)])),
  events: Object.fromEntries(events.map(({ name, scope, payload }) => [name, { scope, payload: jsonSchema(payload, '2020-12') }])),
  ephemerals: Object.fromEntries(ephemerals.map(({ name, payload }) => [name, { payload: jsonSchema(payload, '2020-12') }])),
  clientFrames: shapes(clientFrames),
  serverFrames: shapes(serverFrames),
  errors: Object.fromEntries(Object.entries(errorStatuses).map(([code, status]) => [code, { status, retryable: isRetryable(code as ErrorCode) }])),
  closeCodes: Object.fromEntries(Object.entries(closeActions)),
  components: { schemas: namedSchemas('2020-12') },
})

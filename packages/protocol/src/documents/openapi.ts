import type * as Type from 'typebox'
import { type Command, type RestBinding, errorsOf } from '../contract.ts'
import { errorTable } from '../error-table.ts'
import type { ErrorCode } from '../errors.ts'
import { commands } from '../registry.ts'
import { protocolVersion } from '../version.ts'
import { type Json, type JsonObject, jsonSchema, namedSchemas } from './json-schema.ts'
import { tagOf, tags } from './tags.ts'

type RestCommand = Command & { readonly rest: RestBinding }

const parametersIn = (path: string): readonly string[] => [...path.matchAll(/:([A-Za-z]+)/g)].map(([, name]) => name as string)

const fieldsOf = (schema: Type.TSchema): { properties: JsonObject; required: readonly string[] } => {
  const { properties = {}, required = [] } = jsonSchema(schema, '2020-12') as { properties?: JsonObject; required?: readonly string[] }
  return { properties, required }
}

/** Input fields of the path, then of the query (GET, DELETE) or the body. */
const inputOf = ({ rest, input }: RestCommand): JsonObject => {
  const { properties, required } = fieldsOf(input)
  const inPath = parametersIn(rest.path)
  const others = Object.keys(properties).filter((name) => !inPath.includes(name))
  const inQuery = rest.method === 'GET' || rest.method === 'DELETE'
  const parameters: Json[] = inPath.map((name) => ({ name, in: 'path', required: true, schema: properties[name] ?? {} }))
  if (inQuery) {
    parameters.push(...others.map((name) => ({ name, in: 'query', required: required.includes(name), schema: properties[name] ?? {} })))
  }
  const needed = others.filter((name) => required.includes(name))
  const body = {
    type: 'object',
    ...(needed.length > 0 ? { required: needed } : {}),
    properties: Object.fromEntries(others.map((name) => [name, properties[name] ?? {}])),
  }
  return {
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(inQuery || others.length === 0 ? {} : { requestBody: { required: true, content: { 'application/json': { schema: body } } } }),
  }
}

const errorResponse = (codes: readonly ErrorCode[]): JsonObject => ({
  description: codes.map((code) => `\`${code}\`: ${errorTable[code].summary}`).join('\n\n'),
  ...(codes.some((code) => errorTable[code].retryable) ? { headers: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } } } : {}),
  content: { 'application/json': { schema: { $ref: '#/components/schemas/ErrorBody' } } },
})

const responsesOf = (command: RestCommand): JsonObject => {
  const byStatus = Map.groupBy(errorsOf(command), (code) => errorTable[code].status)
  const replays = Object.hasOwn(fieldsOf(command.input).properties, 'clientId')
  return {
    [command.rest.status]: {
      description: 'Done.',
      ...(replays ? { headers: { 'Idempotent-Replayed': { $ref: '#/components/headers/IdempotentReplayed' } } } : {}),
      content: { 'application/json': { schema: jsonSchema(command.output, '2020-12') } },
    },
    ...Object.fromEntries([...byStatus].sort(([a], [b]) => a - b).map(([status, codes]) => [status, errorResponse(codes)])),
  }
}

const security = { public: [], user: [{ userToken: [] }], app: [{ appKey: [] }] } as const

const operation = (command: RestCommand): JsonObject => ({
  operationId: command.name,
  summary: command.summary,
  tags: [tagOf(command.name)],
  security: security[command.access],
  ...inputOf(command),
  responses: responsesOf(command),
})

const isRest = (command: Command): command is RestCommand => command.rest !== undefined && command.doors.includes('rest')

/** The OpenAPI 3.1 document of the REST door, made from the contract; `operationId` is the command's name. */
export const openApiDocument = (): JsonObject => {
  const paths: Record<string, Record<string, Json>> = {}
  const all: readonly Command[] = commands
  for (const command of all.filter(isRest)) {
    const path = command.rest.path.replace(/:([A-Za-z]+)/g, '{$1}')
    paths[path] = { ...paths[path], [command.rest.method.toLowerCase()]: operation(command) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Palaver',
      version: protocolVersion,
      description: 'The REST door. Every command runs in the same place as over the socket, with the same input, output and errors.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags,
    paths,
    components: {
      schemas: namedSchemas('2020-12'),
      headers: {
        IdempotentReplayed: {
          description: '`true` when the same clientId came before: this is the first answer again.',
          schema: { const: 'true' },
        },
        RetryAfter: { description: 'Seconds to wait, rounded up; `retryAfterMs` of the body is exact.', schema: { type: 'integer', minimum: 0 } },
      },
      securitySchemes: {
        userToken: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: "A user's access token." },
        appKey: { type: 'http', scheme: 'bearer', description: "A host backend's app key." },
      },
    },
  }
}

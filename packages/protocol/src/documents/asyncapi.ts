import type * as Type from 'typebox'
import { type Command, errorsOf } from '../contract.ts'
import { clientFrames, serverFrames } from '../frames.ts'
import { commands, ephemerals, events } from '../registry.ts'
import { protocolVersion, socketPath, subprotocol } from '../version.ts'
import { frameSummaries } from './frame-summaries.ts'
import { type JsonObject, jsonSchema, namedSchemas } from './json-schema.ts'
import { tagOf } from './tags.ts'

const dialect = 'draft-07'
const frame = (schema: Type.TSchema): { properties: JsonObject } & JsonObject => jsonSchema(schema, dialect) as { properties: JsonObject } & JsonObject

/** A frame with some of its fields told more exactly. */
const narrowed = (schema: Type.TSchema, fields: JsonObject): JsonObject => {
  const whole = frame(schema)
  return { ...whole, properties: { ...whole.properties, ...fields } }
}

const message = (name: string, summary: string, payload: JsonObject, tag?: string): readonly [string, JsonObject] => [
  name,
  { name, summary, ...(tag ? { tags: [{ name: tag }] } : {}), contentType: 'application/json', payload },
]

const socketCommands: readonly Command[] = commands.filter((command) => command.doors.includes('socket'))

const frameMessages = [
  ...Object.entries(clientFrames).filter(([t]) => t !== 'cmd'),
  ...Object.entries(serverFrames).filter(([t]) => t !== 'ok' && t !== 'evt' && t !== 'eph'),
].map(([t, schema]) => message(t, frameSummaries[t as keyof typeof frameSummaries], frame(schema)))

const commandMessages = socketCommands.flatMap(({ name, summary, input, output }) => [
  message(`cmd.${name}`, summary, narrowed(clientFrames.cmd, { name: { const: name }, input: jsonSchema(input, dialect) }), tagOf(name)),
  message(`ok.${name}`, `The answer to \`${name}\`.`, narrowed(serverFrames.ok, { output: jsonSchema(output, dialect) }), tagOf(name)),
])

const eventMessages = [
  ...events.map(({ name, summary, scope, payload }) =>
    message(
      `evt.${name}`,
      summary,
      narrowed(serverFrames.evt, { name: { const: name }, scope: { const: scope }, payload: jsonSchema(payload, dialect) }),
      tagOf(name),
    ),
  ),
  ...ephemerals.map(({ name, summary, payload }) =>
    message(`eph.${name}`, summary, narrowed(serverFrames.eph, { name: { const: name }, payload: jsonSchema(payload, dialect) }), tagOf(name)),
  ),
]

const channel = { $ref: '#/channels/socket' }
const onChannel = (name: string): JsonObject => ({ $ref: `#/channels/socket/messages/${name}` })

const commandOperations = socketCommands.map((command) => [
  command.name,
  {
    action: 'receive',
    channel,
    summary: command.summary,
    description: `Errors: ${errorsOf(command).map((code) => `\`${code}\``).join(', ')}.`,
    messages: [onChannel(`cmd.${command.name}`)],
    reply: { channel, messages: [onChannel(`ok.${command.name}`), onChannel('err')] },
  },
])

/** The AsyncAPI 3.0 document of the socket door, made from the contract and told from the server's side. */
export const asyncApiDocument = (): JsonObject => {
  const messages: JsonObject = Object.fromEntries([...frameMessages, ...commandMessages, ...eventMessages])
  const clientSends = Object.keys(clientFrames).filter((t) => t !== 'cmd')
  const serverSends = Object.keys(messages).filter((name) => !/^(?:cmd|ok)\./.test(name) && !clientSends.includes(name))
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Palaver',
      version: protocolVersion,
      description: `The socket door: JSON text frames over a WebSocket with the subprotocol \`${subprotocol}\`. PROTOCOL.md tells the rules.`,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    servers: { local: { host: 'localhost:3000', protocol: 'ws', description: 'A server started with `npm start`.' } },
    channels: {
      socket: {
        address: socketPath,
        summary: 'One connection of one user.',
        messages: Object.fromEntries(Object.keys(messages).map((name) => [name, { $ref: `#/components/messages/${name}` }])),
        bindings: { ws: { method: 'GET', bindingVersion: '0.1.0' } },
      },
    },
    operations: {
      receiveFrames: { action: 'receive', channel, summary: 'Frames of the connection itself.', messages: clientSends.map(onChannel) },
      sendFrames: { action: 'send', channel, summary: 'What the server says unasked, or answers.', messages: serverSends.map(onChannel) },
      ...Object.fromEntries(commandOperations),
    },
    components: { schemas: namedSchemas(dialect), messages },
  }
}

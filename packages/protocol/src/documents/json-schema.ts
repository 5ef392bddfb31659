import type * as Type from 'typebox'
import * as definitions from '../definitions.ts'

/** A JSON value as the documents hold it. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
/** A JSON object as the documents hold it. */
export interface JsonObject {
  readonly [key: string]: Json
}

/** OpenAPI 3.1 speaks JSON Schema 2020-12, AsyncAPI 3.0 draft 07; they differ in how they write tuples. */
export type Dialect = '2020-12' | 'draft-07'

const named = {
  Id: definitions.Id,
  Timestamp: definitions.Timestamp,
  Counter: definitions.Counter,
  Cursor: definitions.Cursor,
  CustomData: definitions.CustomData,
  ErrorBody: definitions.ErrorBodySchema,
  ConnectionLimits: definitions.ConnectionLimits,
  ConversationCursor: definitions.ConversationCursor,
  Handle: definitions.Handle,
  PersonName: definitions.PersonName,
  Person: definitions.Person,
  Presence: definitions.Presence,
  SessionTokens: definitions.SessionTokens,
  TextContent: definitions.TextContent,
  SystemNote: definitions.SystemNote,
  SystemContent: definitions.SystemContent,
  LocationContent: definitions.LocationContent,
  ContactContent: definitions.ContactContent,
  CustomContent: definitions.CustomContent,
  Content: definitions.Content,
  MessageRef: definitions.MessageRef,
  Message: definitions.Message,
  SentMessage: definitions.SentMessage,
  MemberRole: definitions.MemberRole,
  MemberState: definitions.MemberState,
  Member: definitions.Member,
  Membership: definitions.Membership,
  Mark: definitions.Mark,
  MarksState: definitions.MarksState,
  MarkMove: definitions.MarkMove,
  ConversationSettings: definitions.ConversationSettings,
  Conversation: definitions.Conversation,
  Head: definitions.Head,
  ConversationView: definitions.ConversationView,
  ConversationRows: definitions.ConversationRows,
  ConversationChanges: definitions.ConversationChanges,
  UserChanges: definitions.UserChanges,
  ConversationSync: definitions.ConversationSync,
} as const satisfies Record<string, Type.TSchema>

const nameByText = new Map(Object.entries(named).map(([name, schema]) => [JSON.stringify(schema), name]))

const isObject = (value: Json): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)

const tuple = (node: JsonObject, dialect: Dialect): JsonObject => {
  const { items, additionalItems: _, minItems: __, ...rest } = node
  const members = (items as readonly Json[]).map((item) => convert(item, dialect, false))
  const length = { minItems: members.length, maxItems: members.length }
  return dialect === 'draft-07' ? { ...rest, items: members, additionalItems: false, ...length } : { ...rest, prefixItems: members, items: false, ...length }
}

const convert = (node: Json, dialect: Dialect, isRoot: boolean): Json => {
  if (Array.isArray(node)) return node.map((each: Json) => convert(each, dialect, false))
  if (!isObject(node)) return node
  const name = isRoot ? undefined : nameByText.get(JSON.stringify(node))
  if (name) return { $ref: `#/components/schemas/${name}` }
  if (node['type'] === 'array' && Array.isArray(node['items'])) return tuple(node, dialect)
  return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, convert(value, dialect, false)]))
}

// TypeBox keeps its own marks in properties that JSON does not show.
const plain = (schema: Type.TSchema): JsonObject => JSON.parse(JSON.stringify(schema)) as JsonObject

/** A schema of the contract as plain JSON Schema; what has a name of its own becomes a `$ref` to `#/components/schemas`. */
export const jsonSchema = (schema: Type.TSchema, dialect: Dialect): JsonObject => convert(plain(schema), dialect, false) as JsonObject

/** Every named schema, for `components.schemas`. */
export const namedSchemas = (dialect: Dialect): JsonObject =>
  Object.fromEntries(Object.entries(named).map(([name, schema]) => [name, convert(plain(schema), dialect, true)]))

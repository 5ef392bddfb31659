import { PalaverError } from '@palaver/protocol'
import type * as Type from 'typebox'

/** A function that makes the right type of what a query or path can only say as text. What it cannot read it leaves to the validator. */
type Read = (value: unknown) => unknown

const asText: Read = (value) => value

const asNumber: Read = (value) => (typeof value === 'string' && /^-?\d{1,16}(\.\d{1,16})?$/.test(value) ? Number(value) : value)

const asBoolean: Read = (value) => {
  if (value === 'true') return true
  return value === 'false' ? false : value
}

function readerOf(schema: Type.TSchema): Read {
  const { type, items } = schema as { type?: unknown; items?: Type.TSchema }
  if (type === 'integer' || type === 'number') return asNumber
  if (type === 'boolean') return asBoolean
  if (type === 'array' && items && !Array.isArray(items)) {
    const item = readerOf(items)
    return (value) => (value === undefined ? undefined : [value].flat().map(item))
  }
  return asText
}

/** What of a request makes up a command's input. */
export interface RequestParts {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

const tokenNames = ['token', 'access_token', 'accessToken', 'authorization', 'api_key', 'key']

/**
 * Compiles the making of a command's raw input: body over query, path parameters over both.
 * @returns a function that throws `invalid_input` when a token stands in the query. A body that is not an object is the input as it stands:
 * the registry refuses it as it does at the socket.
 */
export function compileRestInput(input: Type.TSchema): (parts: RequestParts) => unknown {
  const { properties = {} } = input as { properties?: Record<string, Type.TSchema> }
  const readers = new Map(Object.entries(properties).map(([name, schema]) => [name, readerOf(schema)]))
  const readTexts = (texts: unknown): [string, unknown][] =>
    Object.entries(texts ?? {}).map(([name, value]) => [name, (readers.get(name) ?? asText)(value)])

  return ({ params, query, body }) => {
    refuseTokens(query, readers)
    if (body !== undefined && (typeof body !== 'object' || body === null || Array.isArray(body))) return body
    // Defined, not assigned: a name like __proto__ stays a name, which the registry then drops.
    return Object.fromEntries([...readTexts(query), ...Object.entries(body ?? {}), ...readTexts(params)])
  }
}

function refuseTokens(query: unknown, declared: ReadonlyMap<string, Read>): void {
  const found = tokenNames.find((name) => Object.hasOwn(query ?? {}, name) && !declared.has(name))
  if (found === undefined) return
  throw new PalaverError('invalid_input', 'unable to read the request; a token in an address ends up in logs, send it as a header', {
    path: `/${found}`,
  })
}

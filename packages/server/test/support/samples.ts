import type * as Type from 'typebox'
import { Check } from 'typebox/value'

/** As much of a JSON Schema as the contract uses. */
interface Node {
  readonly type?: string
  readonly properties?: Readonly<Record<string, Type.TSchema>>
  readonly required?: readonly string[]
  readonly items?: Type.TSchema | readonly Type.TSchema[]
  readonly anyOf?: readonly Type.TSchema[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly minimum?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly patternProperties?: unknown
}

const nodeOf = (schema: Type.TSchema): Node => schema

const texts = ['0192f0c8-7b5e-7000-8000-0123456789ab', 'sample', 'sample@example.com', '123456', 'a long enough sample', 'com.example.sample']

/** A value that a schema of the contract accepts, with every optional field. */
export function sampleOf(schema: Type.TSchema): unknown {
  const value = draft(schema)
  if (!Check(schema, value)) throw new Error(`unable to make a sample; teach it about ${JSON.stringify(schema)}`)
  return value
}

function draft(schema: Type.TSchema): unknown {
  const { type, properties, items, anyOf, const: constant, enum: choices, minimum = 0, maximum = 100, minItems = 0, patternProperties } = nodeOf(schema)
  if (constant !== undefined) return constant
  if (choices) return choices[0]
  if (anyOf?.[0]) return draft(anyOf[0])
  if (patternProperties) return { key: 'value' }
  if (properties) return Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, draft(property)]))
  if (type === 'object') return { key: 'value' }
  if (isTuple(items)) return items.map(draft)
  if (items) return Array.from({ length: Math.max(minItems, 1) }, () => draft(items))
  if (type === 'integer' || type === 'number') return Math.min(Math.max(minimum, 7), maximum)
  if (type === 'boolean') return true
  if (type === 'null') return null
  return texts.find((text) => Check(schema, text))
}

const isTuple = (items: Node['items']): items is readonly Type.TSchema[] => Array.isArray(items)

/** A field of an input: its JSON Pointer as a list of names, and its schema. */
export interface Field {
  readonly path: readonly string[]
  readonly schema: Type.TSchema
  readonly required: boolean
}

/** Every field that a schema declares, at every depth, with the parts of unions left out: a union is one field. */
export function fieldsOf(schema: Type.TSchema, path: readonly string[] = []): Field[] {
  const { properties, required = [], items } = nodeOf(schema)
  const parts: Field[] = Object.entries(properties ?? {}).map(([name, property]) => ({ path: [...path, name], schema: property, required: required.includes(name) }))
  if (isTuple(items)) parts.push(...items.map((item, index) => ({ path: [...path, String(index)], schema: item, required: false })))
  else if (items) parts.push({ path: [...path, '0'], schema: items, required: false })
  return parts.flatMap((part) => [part, ...fieldsOf(part.schema, part.path)])
}

/** Something of another type than a schema wants. What travels in an address is always text, so there it is text that does not fit. */
export function misfitOf(schema: Type.TSchema, asText: boolean): unknown {
  const misfits = asText ? ['x', '\u0000', ''] : 'properties' in schema ? [5] : [{}, 5]
  return misfits.find((value) => !Check(schema, value))
}

/** A copy of an input with one field replaced, or taken out when `value` is undefined. */
export function withField(input: unknown, path: readonly string[], value: unknown): Record<string, unknown> {
  const copy = structuredClone(input) as Record<string, unknown>
  const last = path.at(-1) ?? ''
  const parent = path.slice(0, -1).reduce<Record<string, unknown>>((at, name) => at[name] as Record<string, unknown>, copy)
  if (value === undefined) delete parent[last]
  else parent[last] = value
  return copy
}

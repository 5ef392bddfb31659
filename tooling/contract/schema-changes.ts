import type { Json, JsonObject } from '@palaver/protocol/documents'

/** `input`: what clients send, which may only be widened. `output`: what servers send, which may only be narrowed or get new fields. */
export type Direction = 'input' | 'output'

/** A schema and the document that its `$ref`s lead into. */
export interface Place {
  readonly schema: Json | undefined
  readonly document: JsonObject
}

interface Comparison {
  readonly direction: Direction
  readonly before: JsonObject
  readonly after: JsonObject
  /** Where, for the reader: `message.send input.content.text`. */
  readonly at: string
}

const isObject = (value: Json | undefined): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value)
const objectIn = (value: Json | undefined): JsonObject => (isObject(value) ? value : {})
const listIn = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : [])
const namesIn = (value: Json | undefined): readonly string[] => listIn(value).filter((each) => typeof each === 'string')
const text = (value: Json | undefined): string => JSON.stringify(value) ?? 'nothing'

/** The schema with every `$ref` replaced by what it names; a reference into nothing stays and is told as a change. */
export const resolved = ({ schema, document }: Place): JsonObject => {
  const resolve = (node: Json): Json => {
    if (Array.isArray(node)) return node.map((each: Json) => resolve(each))
    if (!isObject(node)) return node
    const ref = node['$ref']
    if (typeof ref === 'string') {
      const target = ref.slice(2).split('/').reduce<Json | undefined>((found, key) => (isObject(found) ? found[key] : undefined), document)
      return target === undefined ? node : resolve(target)
    }
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, resolve(value)]))
  }
  return objectIn(resolve(schema ?? {}))
}

const lower = ['minimum', 'exclusiveMinimum', 'minLength', 'minItems', 'minProperties']
const upper = ['maximum', 'exclusiveMaximum', 'maxLength', 'maxItems', 'maxProperties']

/** A limit may go down for what one reads and up for what one takes; a missing limit is none at all. */
const boundChanges = ({ direction, before, after, at }: Comparison): readonly string[] =>
  [...lower, ...upper].flatMap((key) => {
    const none = lower.includes(key) ? -Infinity : Infinity
    const [old, now] = [before, after].map((schema) => (typeof schema[key] === 'number' ? schema[key] : none)) as [number, number]
    const isTighter = lower.includes(key) ? now > old : now < old
    if (old === now || isTighter === (direction === 'output')) return []
    return [`${at}: ${key} went from ${text(before[key])} to ${text(after[key])}`]
  })

const exactChanges = ({ before, after, at, direction }: Comparison): readonly string[] =>
  ['type', 'const', 'pattern', 'format', 'patternProperties', '$ref'].flatMap((key) => {
    if (text(before[key]) === text(after[key])) return []
    // Taking more, and promising more, are additions.
    const loosened = direction === 'input' && after[key] === undefined
    const tightened = direction === 'output' && before[key] === undefined
    return key !== 'type' && (loosened || tightened) ? [] : [`${at}: ${key} went from ${text(before[key])} to ${text(after[key])}`]
  })

/** Values may be added in both directions (VER-5), taken away in none. */
const enumChanges = ({ before, after, at, direction }: Comparison): readonly string[] => {
  if (!Array.isArray(before['enum'])) return Array.isArray(after['enum']) && direction === 'input' ? [`${at}: only some values are taken now`] : []
  if (!Array.isArray(after['enum'])) return direction === 'input' ? [] : [`${at}: any value may come now`]
  const now = listIn(after['enum']).map(text)
  return listIn(before['enum']).map(text).filter((value) => !now.includes(value)).map((value) => `${at}: the value ${value} was removed`)
}

const fieldChanges = ({ direction, before, after, at }: Comparison): readonly string[] => {
  const [old, now] = [objectIn(before['properties']), objectIn(after['properties'])]
  const [wasRequired, isRequired] = [before, after].map((schema) => namesIn(schema['required'])) as [readonly string[], readonly string[]]
  const kept = Object.keys(old).filter((name) => name in now)
  const removed = Object.keys(old).filter((name) => !(name in now)).map((name) => `${at}.${name}: the field was removed`)
  const demanded = isRequired.filter((name) => direction === 'input' && !wasRequired.includes(name)).map((name) => `${at}.${name}: is required now`)
  const missing = wasRequired
    .filter((name) => direction === 'output' && !isRequired.includes(name) && name in now)
    .map((name) => `${at}.${name}: may be missing now`)
  const inside = kept.flatMap((name) => changes({ direction, before: objectIn(old[name]), after: objectIn(now[name]), at: `${at}.${name}` }))
  return [...removed, ...demanded, ...missing, ...inside]
}

const itemChanges = (comparison: Comparison): readonly string[] => {
  const { before, after, at } = comparison
  const [old, now] = [listIn(before['prefixItems']), listIn(after['prefixItems'])]
  if (old.length !== now.length) return [`${at}: has ${now.length} places where it had ${old.length}`]
  const places = old.flatMap((each, index) => changes({ ...comparison, before: objectIn(each), after: objectIn(now[index]), at: `${at}[${index}]` }))
  if (!isObject(before['items']) && !isObject(after['items'])) return places
  return [...places, ...changes({ ...comparison, before: objectIn(before['items']), after: objectIn(after['items']), at: `${at}[]` })]
}

/** A kind of a union is known again by its shape; each that was there must still fit one that is there. */
const unionChanges = (comparison: Comparison): readonly string[] => {
  const { before, after, at } = comparison
  const [old, now] = [listIn(before['anyOf']), listIn(after['anyOf'])]
  if (old.length === 0 && now.length === 0) return []
  // What was one kind becomes the first of several.
  const was = old.length === 0 ? [before] : old.map(objectIn)
  const is = now.length === 0 ? [after] : now.map(objectIn)
  const fits = (each: JsonObject, candidate: JsonObject): boolean => changes({ ...comparison, before: each, after: candidate }).length === 0
  const lost = was.filter((each) => !is.some((candidate) => fits(each, candidate)))
  // Readers are prepared for new kinds only of what says its kind (TEXT-4, SYS-4).
  const strange = is.filter((candidate) => comparison.direction === 'output' && !saysItsKind(candidate) && !was.some((each) => fits(each, candidate)))
  return [
    ...lost.map((each) => `${at}: one of its kinds was removed or changed: ${text(each).slice(0, 120)}`),
    ...strange.map((each) => `${at}: something else may come now: ${text(each).slice(0, 120)}`),
  ]
}

const saysItsKind = (schema: JsonObject): boolean => ['kind', 'type'].some((name) => 'const' in objectIn(objectIn(schema['properties'])[name]))

const changes = (comparison: Comparison): readonly string[] => {
  const union = 'anyOf' in comparison.before || 'anyOf' in comparison.after
  if (union) return unionChanges(comparison)
  return [exactChanges, boundChanges, enumChanges, fieldChanges, itemChanges].flatMap((compare) => compare(comparison))
}

/** What of a schema breaks those who were written for it before, one sentence each; additions are not told. */
export const schemaChanges = (direction: Direction, at: string, [before, after]: readonly [Place, Place]): readonly string[] =>
  changes({ direction, at, before: resolved(before), after: resolved(after) })

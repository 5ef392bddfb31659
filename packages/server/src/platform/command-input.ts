import type * as Type from 'typebox'
import { Compile } from 'typebox/compile'

/** Returns a value of only what the schema declares, defaults filled in. Does not judge: what does not fit is kept for the validator. */
export type Pick = (value: unknown) => unknown

interface ObjectSchema {
  readonly properties: Readonly<Record<string, Type.TSchema>>
  readonly additionalProperties?: unknown
}

interface Field {
  readonly name: string
  readonly pick: Pick
  readonly fallback: unknown
}

const keep: Pick = (value) => value

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/**
 * Compiles the picker of a schema: one shallow copy for each object that the schema declares, so the cost follows the schema and not what
 * a client sends. Names are read as own properties and written by definition, so `__proto__` has no meaning.
 */
export function compilePick(schema: Type.TSchema): Pick {
  const at = schema as unknown as Readonly<Record<string, unknown>>
  if (at['patternProperties']) return pickRecord(at['patternProperties'] as Record<string, Type.TSchema>)
  if (at['properties']) return pickObject(schema as unknown as ObjectSchema)
  if (Array.isArray(at['items'])) return pickTuple(at['items'] as Type.TSchema[])
  if (at['items']) return pickArray(compilePick(at['items']))
  if (at['anyOf']) return pickUnion(at['anyOf'] as Type.TSchema[])
  return keep
}

function pickObject(schema: ObjectSchema): Pick {
  const fields = Object.entries(schema.properties).map(
    ([name, property]): Field => ({ name, pick: compilePick(property), fallback: (property as { default?: unknown }).default }),
  )
  return (value) => {
    if (!isRecord(value)) return value
    const picked: Record<string, unknown> = {}
    for (const { name, pick, fallback } of fields) {
      const given = Object.hasOwn(value, name) ? value[name] : undefined
      if (given !== undefined) picked[name] = pick(given)
      else if (fallback !== undefined) picked[name] = fallback
    }
    return picked
  }
}

function pickRecord(patterns: Readonly<Record<string, Type.TSchema>>): Pick {
  const rules = Object.entries(patterns).map(([pattern, schema]) => ({ matches: new RegExp(pattern, 'u'), pick: compilePick(schema) }))
  return (value) => {
    if (!isRecord(value)) return value
    const entries: [string, unknown][] = []
    for (const name of Object.keys(value)) {
      const rule = rules.find(({ matches }) => matches.test(name))
      if (rule) entries.push([name, rule.pick(value[name])])
    }
    return Object.fromEntries(entries)
  }
}

function pickArray(item: Pick): Pick {
  if (item === keep) return keep
  return (value) => (Array.isArray(value) ? value.map(item) : value)
}

function pickTuple(items: readonly Type.TSchema[]): Pick {
  const picks = items.map(compilePick)
  if (picks.every((pick) => pick === keep)) return keep
  return (value) => (Array.isArray(value) ? value.map((item, index) => (picks[index] ?? keep)(item)) : value)
}

/** The first variant that accepts what it picked; a union of scalars has nothing to pick. */
function pickUnion(variants: readonly Type.TSchema[]): Pick {
  const compiled = variants.map((variant) => ({ pick: compilePick(variant), validator: Compile(variant) }))
  if (compiled.every(({ pick }) => pick === keep)) return keep
  return (value) => {
    for (const { pick, validator } of compiled) {
      const picked = pick(value)
      if (validator.Check(picked)) return picked
    }
    return value
  }
}

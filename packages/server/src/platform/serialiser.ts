import buildSerialiser, { type Schema } from 'fast-json-stringify'
import type * as Type from 'typebox'
import { once } from './once.ts'

/**
 * The JSON serialiser of a schema: what the schema does not declare cannot leave. Compiled at its first use, 5 to 20 ms: all of the contract's together would hold up
 * each start for half a second. The function throws when a required field is missing, which is a fault of the server.
 * For any of many schemas say `serialiserOf<TSchema>`: a compiler that has to compare their types takes seconds.
 */
export function serialiserOf<S extends Type.TSchema>(schema: S): (value: Type.Static<S>) => string {
  const compiled = once(() => compile(schema))
  return (value) => compiled()(value)
}

function compile(schema: Type.TSchema): (value: unknown) => string {
  const tests: Record<string, Schema> = {}
  // TypeBox marks its schemas with hidden symbols and shares subschemas; the compiler wants plain JSON Schema of its own.
  const plain = JSON.parse(JSON.stringify(schema), (_key, node: unknown) => (isUnion(node) ? chosen(node.anyOf, tests) : node)) as Schema
  return buildSerialiser(plain, { schema: tests })
}

interface Variant {
  readonly type?: string
  readonly properties?: Readonly<Record<string, { readonly const?: string } | undefined>>
}

const isUnion = (node: unknown): node is { readonly anyOf: readonly Variant[] } => typeof node === 'object' && node !== null && 'anyOf' in node && Array.isArray(node.anyOf)

/** Nothing is to be left out of a scalar, so the type is enough. */
const chosen = (kinds: readonly Variant[], tests: Record<string, Schema>): unknown => {
  if (kinds.every(({ type }) => type === 'string')) return { type: 'string' }
  if (kinds.every(({ type }) => type === 'number' || type === 'integer')) return { type: 'number' }
  const tag = ['kind', 'type'].find((name) => kinds.every((kind) => kind.properties?.[name]?.const !== undefined))
  return tag === undefined ? { anyOf: kinds } : byTag(tag, kinds, tests)
}

/**
 * Chosen by the tag alone: otherwise each text would be held against its pattern once more on its way out, which costs more than writing it.
 * Each test is a schema of its own in `tests`: for one within the whole, a validator of the whole is compiled at the first use, which held up
 * everybody for 200 to 400 ms.
 */
const byTag = (tag: string, kinds: readonly Variant[], tests: Record<string, Schema>): unknown =>
  kinds.reduceRight<unknown>((otherwise, kind) => {
    if (otherwise === undefined) return kind
    const value = kind.properties?.[tag]?.const
    const test = `${tag}:${value}`
    tests[test] = { type: 'object', properties: { [tag]: { const: value } } } as Schema
    return { type: 'object', if: { $ref: `${test}#` }, then: kind, else: otherwise }
  }, undefined)

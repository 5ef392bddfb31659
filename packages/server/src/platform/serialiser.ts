import buildSerialiser, { type Schema } from 'fast-json-stringify'
import type * as Type from 'typebox'

/**
 * Compiles the JSON serialiser of a schema: what the schema does not declare cannot leave.
 * The function throws when a required field is missing, which is a fault of the server.
 */
export function compileSerialiser<S extends Type.TSchema>(schema: S): (value: Type.Static<S>) => string {
  // TypeBox marks its schemas with hidden symbols and shares subschemas; the compiler wants plain JSON Schema of its own.
  return buildSerialiser(JSON.parse(JSON.stringify(schema), (_key, node: unknown) => (isUnion(node) ? byTag(node.anyOf) : node)) as Schema)
}

type Tagged = { readonly type: 'object'; readonly properties: Readonly<Record<string, { readonly const?: string } | undefined>> }

const tags = ['kind', 'type']

const isUnion = (node: unknown): node is { readonly anyOf: readonly Tagged[] } =>
  typeof node === 'object' && node !== null && 'anyOf' in node && Array.isArray(node.anyOf) && tagOf(node.anyOf as readonly Tagged[]) !== undefined

const tagOf = (kinds: readonly Tagged[]): string | undefined => tags.find((tag) => kinds.every((kind) => kind.properties?.[tag]?.const !== undefined))

/** Chosen by the tag alone: otherwise each text would be held against its pattern once more on its way out, which costs more than writing it. */
const byTag = (kinds: readonly Tagged[]): unknown => {
  const tag = tagOf(kinds)
  return kinds.reduceRight<unknown>((otherwise, kind) => {
    if (otherwise === undefined || tag === undefined) return kind
    return { type: 'object', if: { type: 'object', properties: { [tag]: { const: kind.properties[tag]?.const } } }, then: kind, else: otherwise }
  }, undefined)
}

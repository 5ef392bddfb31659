import { readFileSync, readdirSync } from 'node:fs'

/** Examples by the name of what they show. */
export type Examples = Readonly<Record<string, readonly unknown[]>>

/** Something that must be refused, and where the fault stands in it. */
export interface RefusedInput {
  readonly command: string
  readonly why: string
  readonly input: unknown
  readonly path: string
}

/** Commands with input and output, durable and ephemeral events. */
export interface ContractExamples {
  readonly commands: Readonly<Record<string, readonly { readonly input: unknown; readonly output: unknown }[]>>
  readonly durable: Examples
  readonly ephemeral: Examples
}

/** The golden vectors of one feature, in a file that has its name. */
export interface FeatureVectors extends Partial<ContractExamples> {
  readonly refusedInputs?: readonly RefusedInput[]
  /** What other features declare, with what this one adds to it. */
  readonly elsewhere?: Partial<ContractExamples>
}

/** The golden vectors of all features. */
export interface AllVectors extends ContractExamples {
  readonly refusedInputs: readonly RefusedInput[]
}

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(`../vectors/${path}`, import.meta.url), 'utf8'))

/** Every protocol version that has vectors: all that were released, and the one being made. */
export const versions = readdirSync(new URL('../vectors/', import.meta.url)).sort((a, b) => Number(a.split('.')[1]) - Number(b.split('.')[1]))

/** Reads the golden vectors of frames of a protocol version. */
export const frameVectors = <Shape = Examples>(name: 'client-frames' | 'server-frames' | 'refused-frames', version: string): Shape => read(`${version}/${name}.json`) as Shape

/** Joins lists of the same name; those that come first stand first. */
const join = <Example>(parts: readonly Readonly<Record<string, readonly Example[]>>[]): Readonly<Record<string, readonly Example[]>> => {
  const joined: Record<string, Example[]> = {}
  for (const [name, examples] of parts.flatMap((part) => Object.entries(part))) (joined[name] ??= []).push(...examples)
  return joined
}

/**
 * Joins the golden vectors of features. Of each name those of the feature that declares it stand first.
 * @throws {Error} when two declare the same name.
 */
export const joinFeatures = (features: readonly FeatureVectors[]): AllVectors => {
  const names = features.flatMap((each) => [each.commands, each.durable, each.ephemeral].flatMap((group) => Object.keys(group ?? {})))
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice) throw new Error(`unable to join vectors; two features declare ${twice}: what only adds to it belongs under "elsewhere"`)
  const parts: readonly Partial<ContractExamples>[] = [...features, ...features.map(({ elsewhere }) => elsewhere ?? {})]
  return {
    commands: join(parts.map(({ commands }) => commands ?? {})),
    durable: join(parts.map(({ durable }) => durable ?? {})),
    ephemeral: join(parts.map(({ ephemeral }) => ephemeral ?? {})),
    refusedInputs: features.flatMap(({ refusedInputs }) => refusedInputs ?? []),
  }
}

/** The features that have golden vectors in a protocol version. */
export const featuresWithVectors = (version: string): readonly string[] =>
  readdirSync(new URL(`../vectors/${version}/features/`, import.meta.url)).map((file) => file.replace('.json', '')).sort()

/** Reads the golden vectors of all features of a protocol version. */
export const featureVectors = (version: string): AllVectors =>
  joinFeatures(featuresWithVectors(version).map((feature) => read(`${version}/features/${feature}.json`) as FeatureVectors))

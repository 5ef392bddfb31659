import type { Json, JsonObject } from '@palaver/protocol/documents'
import { type Direction, schemaChanges } from './schema-changes.ts'

const objectIn = (value: Json | undefined): JsonObject => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {})
const listIn = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? (value as readonly Json[]) : [])
const text = (value: Json | undefined): string => JSON.stringify(value) ?? 'nothing'

interface Contracts {
  readonly before: JsonObject
  readonly after: JsonObject
}

/** Compares the entries of one part of the contract that are still there, and names those that are not. */
const entries = (
  { before, after }: Contracts,
  [part, noun]: readonly [part: string, noun: string],
  compare: (name: string, pair: readonly [JsonObject, JsonObject]) => readonly string[],
): readonly string[] => {
  const [old, now] = [objectIn(before[part]), objectIn(after[part])]
  return Object.keys(old).flatMap((name) =>
    name in now ? compare(name, [objectIn(old[name]), objectIn(now[name])]) : [`${name}: the ${noun} was removed`])
}

const fixed = (at: string, keys: readonly string[], [old, now]: readonly [JsonObject, JsonObject]): readonly string[] =>
  keys.filter((key) => text(old[key]) !== text(now[key])).map((key) => `${at}: ${key} went from ${text(old[key])} to ${text(now[key])}`)

const removedFrom = (at: string, [key, noun]: readonly [string, string], [old, now]: readonly [JsonObject, JsonObject]): readonly string[] =>
  listIn(old[key]).filter((value) => !listIn(now[key]).includes(value)).map((value) => `${at}: the ${noun} ${text(value)} was removed`)

/**
 * What of a contract breaks clients that were written for the one before, one sentence each: VER-2 and VER-5 of PROTOCOL.md as a check.
 * Additions are not told.
 */
export const breakingChanges = (before: JsonObject, after: JsonObject): readonly string[] => {
  const contracts: Contracts = { before, after }
  const shape = (direction: Direction, at: string, [old, now]: readonly [Json | undefined, Json | undefined]): readonly string[] =>
    schemaChanges(direction, at, [{ schema: old, document: before }, { schema: now, document: after }])

  return [
    ...fixed('the contract', ['subprotocol', 'socketPath'], [before, after]),
    ...entries(contracts, ['commands', 'command'], (name, pair) => [
      ...fixed(name, ['access'], pair),
      ...(pair[0]['rest'] === undefined ? [] : fixed(name, ['rest'], pair)),
      ...removedFrom(name, ['doors', 'door'], pair),
      ...removedFrom(name, ['errors', 'error'], pair),
      ...shape('input', `${name} input`, [pair[0]['input'], pair[1]['input']]),
      ...shape('output', `${name} output`, [pair[0]['output'], pair[1]['output']]),
    ]),
    ...entries(contracts, ['events', 'event'], (name, pair) => [
      ...fixed(name, ['scope'], pair),
      ...shape('output', `${name} payload`, [pair[0]['payload'], pair[1]['payload']]),
    ]),
    ...entries(contracts, ['ephemerals', 'ephemeral event'], (name, pair) => shape('output', `${name} payload`, [pair[0]['payload'], pair[1]['payload']])),
    ...entries(contracts, ['clientFrames', 'client frame'], (name, pair) => shape('input', `${name} frame`, pair)),
    ...entries(contracts, ['serverFrames', 'server frame'], (name, pair) => shape('output', `${name} frame`, pair)),
    ...entries(contracts, ['errors', 'error code'], (name, pair) => fixed(`error ${name}`, ['status', 'retryable'], pair)),
    ...Object.entries(objectIn(before['closeCodes']))
      .filter(([code, then]) => objectIn(after['closeCodes'])[code] !== then)
      .map(([code, then]) => `close code ${code}: what to do went from ${text(then)} to ${text(objectIn(after['closeCodes'])[code])}`),
  ]
}

import type * as Type from 'typebox'
import { Compile } from 'typebox/compile'
import { Clean } from 'typebox/value'
import { describe, expect, test } from 'vitest'
import { clientFrames, commands, ephemerals, events, protocolVersion, serverFrames } from '../src/definitions.ts'
import { vectors, versions } from './support/vectors.ts'

type Examples = Readonly<Record<string, readonly unknown[]>>
type Schemas = Readonly<Record<string, Type.TSchema>>
type Exchanges = Readonly<Record<string, readonly { input: unknown; output: unknown }[]>>

const schemasOf = (list: readonly { name: string; payload: Type.TSchema }[]): Schemas => Object.fromEntries(list.map(({ name, payload }) => [name, payload]))
const commandsByName = new Map(commands.map((command) => [command.name as string, command]))

/** Fits the schema, and holds nothing that the schema does not declare. */
const expectToFit = (schema: Type.TSchema | undefined, value: unknown): void => {
  if (!schema) throw new Error('unable to replay a vector; the contract has no schema for it any more')
  expect([...Compile(schema).Errors(value)]).toEqual([])
  expect(Clean(schema, structuredClone(value))).toEqual(value)
}

const expectAllToFit = (schemas: Schemas, examples: Examples): void => {
  for (const [name, list] of Object.entries(examples)) for (const example of list) expectToFit(schemas[name], example)
}

// Those of released versions are replayed as they are; new things are shown by the newest only.
describe.each(versions)('the vectors of %s', (version) => {
  const frames: readonly (readonly [string, Schemas])[] = [['client-frames', clientFrames], ['server-frames', serverFrames]]
  test.each(frames)('%s fit', (file, schemas) => expectAllToFit(schemas, vectors<Examples>(file, version)))

  const exchanges = Object.entries(vectors<Exchanges>('commands', version))
  test.each(exchanges)('%s: input and output fit', (name, list) => {
    for (const { input, output } of list) {
      expectToFit(commandsByName.get(name)?.input, input)
      expectToFit(commandsByName.get(name)?.output, output)
    }
  })

  test('events fit', () => {
    const { durable, ephemeral } = vectors<{ durable: Examples; ephemeral: Examples }>('events', version)
    expectAllToFit(schemasOf(events), durable)
    expectAllToFit(schemasOf(ephemerals), ephemeral)
  })
})

describe('the vectors of the newest version', () => {
  const newest = versions.at(-1) ?? ''
  const names = (list: readonly { name: string }[]): readonly string[] => list.map(({ name }) => name).sort()

  test('are those of the version that the contract calls itself', () => expect(newest).toBe(protocolVersion))
  test('show every frame', () => {
    expect(Object.keys(vectors<Examples>('client-frames', newest)).sort()).toEqual(Object.keys(clientFrames).sort())
    expect(Object.keys(vectors<Examples>('server-frames', newest)).sort()).toEqual(Object.keys(serverFrames).sort())
  })
  test('show every command', () => expect(Object.keys(vectors<Exchanges>('commands', newest)).sort()).toEqual(names(commands)))
  test('show every event', () => {
    const { durable, ephemeral } = vectors<{ durable: Examples; ephemeral: Examples }>('events', newest)
    expect(Object.keys(durable).sort()).toEqual(names(events))
    expect(Object.keys(ephemeral).sort()).toEqual(names(ephemerals))
  })

  // What one version refuses, a later one may take.
  const inputs = vectors<readonly { command: string; why: string; input: unknown; path: string }[]>('refused-inputs', newest)
  test.each(inputs)('$command with $why is refused at "$path"', ({ command: name, input, path }) => {
    const command = commandsByName.get(name)
    if (!command) throw new Error(`unable to test ${name}; it is not in the contract`)
    const [first] = Compile(command.input as Type.TSchema).Errors(input)
    const missing = first?.keyword === 'required' ? (first.params as { requiredProperties: readonly string[] }).requiredProperties[0] : undefined
    expect(`${first?.instancePath}${missing === undefined ? '' : `/${missing}`}`).toBe(path)
  })

  const wrong = vectors<readonly { why: string; frame: unknown }[]>('refused-frames', newest)
  const validators = Object.values(clientFrames).map((schema) => Compile(schema as Type.TSchema))
  test.each(wrong)('a frame with $why fits no client frame', ({ frame }) => {
    expect(validators.some((validator) => validator.Check(frame))).toBe(false)
  })
})

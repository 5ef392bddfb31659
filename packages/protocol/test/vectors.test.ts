import { existsSync } from 'node:fs'
import type * as Type from 'typebox'
import { Compile } from 'typebox/compile'
import { Clean } from 'typebox/value'
import { describe, expect, test } from 'vitest'
import { clientFrames, commands, ephemerals, events, protocolVersion, serverFrames } from '../src/definitions.ts'
import { type Examples, featuresWithVectors, featureVectors, frameVectors, joinFeatures, versions } from './support/vectors.ts'

type Schemas = Readonly<Record<string, Type.TSchema>>

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
  const frames: readonly (readonly ['client-frames' | 'server-frames', Schemas])[] = [['client-frames', clientFrames], ['server-frames', serverFrames]]
  test.each(frames)('%s fit', (file, schemas) => expectAllToFit(schemas, frameVectors(file, version)))

  const vectors = featureVectors(version)
  test.each(Object.entries(vectors.commands))('%s: input and output fit', (name, list) => {
    for (const { input, output } of list) {
      expectToFit(commandsByName.get(name)?.input, input)
      expectToFit(commandsByName.get(name)?.output, output)
    }
  })

  test('events fit', () => {
    expectAllToFit(schemasOf(events), vectors.durable)
    expectAllToFit(schemasOf(ephemerals), vectors.ephemeral)
  })
})

describe('the vectors of the newest version', () => {
  const newest = versions.at(-1) ?? ''
  const vectors = featureVectors(newest)
  const names = (list: readonly { name: string }[]): readonly string[] => list.map(({ name }) => name).sort()

  test('are those of the version that the contract calls itself', () => expect(newest).toBe(protocolVersion))
  test('stand in files named after features', () => {
    expect(featuresWithVectors(newest).filter((feature) => !existsSync(new URL(`../src/features/${feature}/`, import.meta.url)))).toEqual([])
  })
  test('show every frame', () => {
    expect(Object.keys(frameVectors('client-frames', newest)).sort()).toEqual(Object.keys(clientFrames).sort())
    expect(Object.keys(frameVectors('server-frames', newest)).sort()).toEqual(Object.keys(serverFrames).sort())
  })
  test('show every command', () => expect(Object.keys(vectors.commands).sort()).toEqual(names(commands)))
  test('show every event', () => {
    expect(Object.keys(vectors.durable).sort()).toEqual(names(events))
    expect(Object.keys(vectors.ephemeral).sort()).toEqual(names(ephemerals))
  })

  // What one version refuses, a later one may take.
  test.each(vectors.refusedInputs)('$command with $why is refused at "$path"', ({ command: name, input, path }) => {
    const command = commandsByName.get(name)
    if (!command) throw new Error(`unable to test ${name}; it is not in the contract`)
    const [first] = Compile(command.input as Type.TSchema).Errors(input)
    const missing = first?.keyword === 'required' ? (first.params as { requiredProperties: readonly string[] }).requiredProperties[0] : undefined
    expect(`${first?.instancePath}${missing === undefined ? '' : `/${missing}`}`).toBe(path)
  })

  const wrong = frameVectors<readonly { why: string; frame: unknown }[]>('refused-frames', newest)
  const validators = Object.values(clientFrames).map((schema) => Compile(schema as Type.TSchema))
  test.each(wrong)('a frame with $why fits no client frame', ({ frame }) => {
    expect(validators.some((validator) => validator.Check(frame))).toBe(false)
  })
})

describe('the vectors of features', () => {
  const [own, added] = [{ input: 1, output: 1 }, { input: 2, output: 2 }]

  test('are joined: what declares a name stands before what adds to it', () => {
    const { commands, durable } = joinFeatures([{ elsewhere: { commands: { 'message.send': [added] } } }, { commands: { 'message.send': [own] }, durable: { 'message.sent': [1] } }])
    expect({ commands, durable }).toEqual({ commands: { 'message.send': [own, added] }, durable: { 'message.sent': [1] } })
  })

  test('are refused when two declare the same', () => {
    expect(() => joinFeatures([{ commands: { 'message.send': [own] } }, { commands: { 'message.send': [added] } }])).toThrow('two features declare message.send')
  })
})

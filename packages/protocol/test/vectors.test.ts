import type * as Type from 'typebox'
import { Compile } from 'typebox/compile'
import { Clean } from 'typebox/value'
import { describe, expect, test } from 'vitest'
import { clientFrames, commands, ephemerals, events, serverFrames } from '../src/definitions.ts'
import { vectors } from './support/vectors.ts'

type Examples = Readonly<Record<string, readonly unknown[]>>
const frames: Readonly<Record<string, Readonly<Record<string, Type.TSchema>>>> = { 'client-frames': clientFrames, 'server-frames': serverFrames }
const durable = vectors<{ durable: Examples; ephemeral: Examples }>('events')
const exchanges = vectors<Readonly<Record<string, readonly { input: unknown; output: unknown }[]>>>('commands')

/** Fits the schema, and holds nothing that the schema does not declare. */
const expectToFit = (schema: Type.TSchema, value: unknown): void => {
  expect([...Compile(schema).Errors(value)]).toEqual([])
  expect(Clean(schema, structuredClone(value))).toEqual(value)
}

describe.each(Object.entries(frames))('%s', (file, schemas) => {
  const examples = vectors<Examples>(file)
  test('every frame has a vector', () => expect(Object.keys(examples).sort()).toEqual(Object.keys(schemas).sort()))
  test.each(Object.entries(schemas))('%s fits', (t, schema) => {
    for (const example of examples[t] ?? []) expectToFit(schema, example)
  })
})

describe('commands', () => {
  test('every command has a vector', () => expect(Object.keys(exchanges).sort()).toEqual(commands.map(({ name }) => name).sort()))
  test.each(commands.map((command) => [command.name, command] as const))('%s: input and output fit', (name, { input, output }) => {
    for (const exchange of exchanges[name] ?? []) {
      expectToFit(input, exchange.input)
      expectToFit(output, exchange.output)
    }
  })
})

describe('events', () => {
  test('every event has a vector', () => {
    expect(Object.keys(durable.durable).sort()).toEqual(events.map(({ name }) => name).sort())
    expect(Object.keys(durable.ephemeral).sort()).toEqual(ephemerals.map(({ name }) => name).sort())
  })
  test.each([...events, ...ephemerals].map((event) => [event.name, event] as const))('%s: payload fits', (name, { payload }) => {
    for (const example of durable.durable[name] ?? durable.ephemeral[name] ?? []) expectToFit(payload, example)
  })
})

describe('refused', () => {
  const inputs = vectors<readonly { command: string; why: string; input: unknown; path: string }[]>('refused-inputs')
  test.each(inputs)('$command with $why is refused at "$path"', ({ command: name, input, path }) => {
    const command = commands.find((each) => each.name === name)
    if (!command) throw new Error(`unable to test ${name}; it is not in the contract`)
    const [first] = Compile(command.input as Type.TSchema).Errors(input)
    const missing = first?.keyword === 'required' ? (first.params as { requiredProperties: readonly string[] }).requiredProperties[0] : undefined
    expect(`${first?.instancePath}${missing === undefined ? '' : `/${missing}`}`).toBe(path)
  })

  const wrong = vectors<readonly { why: string; frame: unknown }[]>('refused-frames')
  const validators = Object.values(clientFrames).map((schema) => Compile(schema as Type.TSchema))
  test.each(wrong)('a frame with $why fits no client frame', ({ frame }) => {
    expect(validators.some((validator) => validator.Check(frame))).toBe(false)
  })
})

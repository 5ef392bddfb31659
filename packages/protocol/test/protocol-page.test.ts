import { readFileSync } from 'node:fs'
import type * as Type from 'typebox'
import { Compile } from 'typebox/compile'
import { describe, expect, test } from 'vitest'
import {
  type Command, ErrorBodySchema, SendableContent, clientFrames, closeCodes, commands, ephemerals, events, serverFrames,
} from '../src/definitions.ts'

const page = readFileSync(new URL('../PROTOCOL.md', import.meta.url), 'utf8')
const blocks = [...page.matchAll(/^```json ?(\S*)\n([\s\S]*?)^```$/gm)].map(([, info = '', json = '']) => ({ info, json }))
const all: readonly Command[] = commands
const frames: Readonly<Record<string, Type.TSchema>> = { ...clientFrames, ...serverFrames }

const faults = (schema: Type.TSchema | undefined, value: unknown): readonly unknown[] =>
  schema ? [...Compile(schema).Errors(value)] : [`no schema for ${JSON.stringify(value)}`]
const command = (name: unknown): Command | undefined => all.find((each) => each.name === name)

/** What is wrong with a frame, its inside too. */
const frameFaults = (frame: Record<string, unknown>): readonly unknown[] => {
  const t = String(frame['t'])
  const found = [...faults(frames[t], frame)]
  if (t === 'cmd') found.push(...faults(command(frame['name'])?.input, frame['input']))
  if (t === 'evt') found.push(...faults(events.find(({ name }) => name === frame['name'])?.payload, frame['payload']))
  if (t === 'eph') found.push(...faults(ephemerals.find(({ name }) => name === frame['name'])?.payload, frame['payload']))
  return found
}

const faultsOf = (info: string, value: Record<string, unknown>): readonly unknown[] => {
  const [kind, name] = info.split(':')
  if (kind === 'body') return faults(command(name)?.input, { conversationId: '0192f0c5-1111-7aaa-9bbb-00000000c0de', ...value })
  if (kind === 'output') return faults(command(name)?.output, value)
  if (kind === 'answer') return [...frameFaults(value), ...faults(command(name)?.output, value['output'])]
  if (kind === 'content') return faults(SendableContent, value)
  if (kind === 'error') return faults(ErrorBodySchema, value)
  return frameFaults(value)
}

describe('PROTOCOL.md', () => {
  test.each(blocks)('example $json fits the contract', ({ info, json }) => {
    expect(faultsOf(info, JSON.parse(json) as Record<string, unknown>)).toEqual([])
  })
  test('an example that does not fit is found', () => {
    expect(faultsOf('', { t: 'evt', name: 'message.sent', payload: {} })).not.toEqual([])
    expect(faultsOf('', { t: 'shout' })).not.toEqual([])
  })
  test('has an example of every frame', () => {
    const shown = new Set(blocks.map(({ json }) => (JSON.parse(json) as { t?: string }).t))
    expect(Object.keys(frames).filter((t) => !shown.has(t))).toEqual([])
  })
  test('lists every close code and what to do then', () => {
    const rows = [...page.matchAll(/^\| (\d{4}) \| `(\w+)` \| (\w+) \|$/gm)].map(([, code, name, then]) => [code, name, then])
    expect(rows).toEqual(Object.entries(closeCodes).map(([code, { name, then }]) => [code, name, then]))
  })
  test('names each rule once, without a hole', () => {
    const rules = [...page.matchAll(/^- \*\*([A-Z]+)-(\d+)\*\*/gm)].map(([, area = '', number]) => ({ area, number: Number(number) }))
    for (const [, list] of Map.groupBy(rules, ({ area }) => area)) expect(list.map(({ number }) => number)).toEqual(list.map((_, index) => index + 1))
  })
})

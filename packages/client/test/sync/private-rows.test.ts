import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { StorageAdapter } from '../../src/index.ts'
import { coreOf } from '../../src/core.ts'
import { privateRows } from '../../src/features/private-rows/private-rows.ts'
import { createFakeClock, createRandom } from '../support/fake-clock.ts'
import { createMemoryStorage } from '../support/memory-storage.ts'
import { ModelServer } from '../support/model-server.ts'
import { alice, bob, createTestClient } from '../support/test-client.ts'

type Chat = ReturnType<typeof createTestClient>['chat']
type Step =
  | { readonly do: 'set'; readonly key: number; readonly text: string }
  | { readonly do: 'ask' | 'lose' | 'reload'; readonly device: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'restart' | 'wild' | 'calm' | 'group' | 'history' }

const device = fc.nat({ max: 1 })
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('set' as const), key: fc.nat({ max: 3 }), text: fc.constantFrom('', 'one', 'two') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom('ask' as const, 'lose' as const, 'reload' as const), device }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 2000 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('restart' as const, 'wild' as const, 'calm' as const, 'group' as const, 'history' as const) }) },
)

const set = (server: ModelServer, key: string, text: string) =>
  server.setPrivate(alice, { kind: 'draft', key, ...(text ? { value: { text, editedAt: 1 } } : {}) })
const textsOf = (chat: Chat) => Object.fromEntries([...privateRows(coreOf(chat)).of('draft')].map(([key, { text }]) => [key, text]))

/** Two devices of one person, and a server that misbehaves as told. */
const play = async (steps: readonly Step[], seed: number) => {
  const clock = createFakeClock()
  const server = new ModelServer(clock)
  const random = createRandom(seed)
  const storages: readonly StorageAdapter[] = [createMemoryStorage(), createMemoryStorage()]
  const expected: Record<string, string> = {}
  let made = 0
  const begin = (at: number): Chat => {
    const { chat } = createTestClient({ server, clock, userId: alice, storage: storages[at]!, seed: seed + ++made })
    chat.connect()
    return chat
  }
  const chats = [begin(0), begin(1)]
  for (const one of steps) {
    if (one.do === 'wait') await clock.advance(one.ms)
    else if (one.do === 'restart') server.restart()
    else if (one.do === 'wild') server.fate = () => (random() < 0.3 ? [] : random() < 0.3 ? [0, random() * 800] : [random() * 400])
    else if (one.do === 'calm') server.fate = () => [0]
    else if (one.do === 'group') server.group([alice, bob])
    else if (one.do === 'history') {
      server.lineage = `history ${clock.now()}`
      server.restart()
    } else if (one.do === 'set') {
      set(server, `key ${one.key}`, one.text)
      if (one.text) expected[`key ${one.key}`] = one.text
      else delete expected[`key ${one.key}`]
    } else if (!('device' in one)) continue
    else if (one.do === 'ask') textsOf(chats[one.device]!)
    else if (one.do === 'lose') {
      chats[one.device]!.disconnect()
      clock.delay(500, () => chats[one.device]!.connect())
    } else {
      await chats[one.device]!.close()
      await clock.advance(1)
      chats[one.device] = begin(one.device)
    }
  }
  server.fate = () => [0]
  await clock.advance(60_000)
  for (const chat of chats) textsOf(chat)
  await clock.advance(1000)
  return { clock, chats, expected, begin, server }
}

describe('private rows', () => {
  test('are the same on all devices once it is quiet, and after a reload without a connection', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), fc.nat(), async (steps, seed) => {
        const { chats, clock, expected, begin, server } = await play(steps, seed)
        for (const chat of chats) expect(textsOf(chat)).toEqual(expected)
        for (const [at, chat] of chats.entries()) {
          await chat.close()
          server.up = false
          const again = begin(at)
          await privateRows(coreOf(again)).restored
          await clock.advance(10)
          expect(textsOf(again)).toEqual(expected)
          await again.close()
          server.up = true
        }
      }),
      { numRuns: 150 },
    )
  })

  test('are asked for once by a client that begins to look at them late, and then come by themselves', async () => {
    const clock = createFakeClock()
    const server = new ModelServer(clock)
    set(server, 'a', 'before')
    const { chat } = createTestClient({ server, clock, userId: alice })
    chat.connect()
    await clock.advance(1000)
    set(server, 'b', 'unheard')
    await clock.advance(1000)
    textsOf(chat)
    await clock.advance(1000)
    expect(textsOf(chat)).toEqual({ a: 'before', b: 'unheard' })
    set(server, 'a', 'after')
    await clock.advance(100)
    expect(textsOf(chat)).toEqual({ a: 'after', b: 'unheard' })
    expect(server.commands.filter((name) => name === 'user.changes')).toHaveLength(1)
  })
})

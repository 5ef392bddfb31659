import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ArrivalOrder } from '../../src/platform/arrival-order.ts'

it('starts work at once, in the same turn, when its answer is there and nothing waits', () => {
  const order = new ArrivalOrder()
  expect(order.start('a', 1, (n) => n + 1)).toBe(2)
  expect(order.start(undefined, 1, (n) => n + 1)).toBe(2)
})

it('starts work in the order of its arrival, in whatever order the answers come, and keeps no source waiting for another', async () => {
  const answer = fc.record({ source: fc.constantFrom('a', 'b'), kind: fc.constantFrom('now', 'later', 'fails'), delay: fc.nat(20) })
  await fc.assert(
    fc.asyncProperty(fc.array(answer, { maxLength: 30 }), async (answers) => {
      const order = new ArrivalOrder()
      const started: Record<string, number[]> = { a: [], b: [] }
      const pending = answers
        .map(({ delay }, i) => ({ i, delay, ...Promise.withResolvers<number>() }))
      const runs = answers.map(async ({ source, kind }, i) =>
        order.start(source, kind === 'now' ? i : (pending[i]?.promise ?? i), async (n) => { started[source]?.push(n) }))
      const outcome = Promise.allSettled(runs)
      for (const { i, resolve, reject } of pending.toSorted((one, other) => one.delay - other.delay)) {
        if (answers[i]?.kind === 'fails') reject(new Error('no answer'))
        else resolve(i)
        await Promise.resolve()
      }
      expect((await outcome).map(({ status }) => status)).toEqual(answers.map(({ kind }) => (kind === 'fails' ? 'rejected' : 'fulfilled')))
      for (const source of ['a', 'b']) {
        expect(started[source]).toEqual(answers.flatMap((each, i) => (each.source === source && each.kind !== 'fails' ? i : [])))
      }
    }),
  )
})

it('lets a source that waits for nothing go past one that waits for ever', async () => {
  const order = new ArrivalOrder()
  void order.start('a', new Promise<number>(() => {}), (n) => n)
  expect(order.start('b', 1, (n) => n)).toBe(1)
})

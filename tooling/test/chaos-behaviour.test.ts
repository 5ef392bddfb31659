import { expect, test } from 'vitest'
import { type ActName, acts } from '../chaos/acts.ts'
import { type Step, stepsOf } from '../chaos/behaviour.ts'

const take = (seed: number, count: number): readonly Step[] => {
  const steps = stepsOf(seed, 'client 1', { conversations: 5, meanWaitMs: 2000 })
  return Array.from({ length: count }, () => steps.next().value as Step)
}

test('a seed makes the same choices again, and another seed makes others', () => {
  expect(take(7, 500)).toEqual(take(7, 500))
  expect(take(8, 500)).not.toEqual(take(7, 500))
})

test('a client chooses every act, each as often as its share says', () => {
  const names = Object.keys(acts) as readonly ActName[]
  expect(names.reduce((sum, name) => sum + acts[name].share, 0)).toBeCloseTo(1)
  const chosen = Map.groupBy(take(7, 100_000), ({ act }) => act)
  for (const name of names) expect((chosen.get(name)?.length ?? 0) / 100_000).toBeCloseTo(acts[name].share, 2)
  expect(chosen.size).toBe(names.length)
})

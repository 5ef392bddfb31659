import { expect, test } from 'vitest'
import { runChaos } from '../chaos/run.ts'

const seed = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000)

test(`a short chaos run loses nothing, doubles nothing and keeps the order (CHAOS_SEED=${seed})`, { timeout: 180_000 }, async () => {
  const report = await runChaos({ seed, seconds: 20, people: 6, conversations: 4, killEvery: 6 })
  console.log(JSON.stringify(report))
  expect(report.violations).toEqual([])
  expect(report.acknowledged).toBeGreaterThan(50)
  expect(report.faults['server killed']).toBeGreaterThan(1)
})

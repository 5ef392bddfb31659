import { expect, onTestFinished, test } from 'vitest'
import type { Counts } from '../chaos/counts.ts'
import { printReport } from '../chaos/report.ts'
import { runChaos } from '../chaos/run.ts'

/** What too little of has happened: such a run proves little. */
const missing = ({ acknowledged, undone, kinds, changed, streams }: Counts): readonly string[] => {
  const enough = {
    messages: acknowledged + undone > 50,
    planned: kinds.poll + kinds.reply + changed.vote + changed.draft + changed.scheduled > 0,
    addressed: kinds.mention + kinds.urgent + kinds.forward + streams.begun > 0,
    own: changed.acknowledgement + changed.saved + changed.hidden + changed.reminder + changed.flag > 0,
  }
  return Object.entries(enough).flatMap(([name, isEnough]) => (isEnough ? [] : [name]))
}

const seed = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000)

// A run that fails waits for calm several times before it can say what it saw.
test('a short chaos run over three nodes loses nothing, doubles nothing and keeps the order', { timeout: 480_000, retry: 0 }, async () => {
  const report = await runChaos({
    seed,
    // Also when it runs out of time.
    onStarted: onTestFinished,
    seconds: 15,
    nodes: 3,
    clients: 12,
    conversations: 6,
    meanWaitMs: 1200,
    until: (counts) => missing(counts).length === 0,
    only: [
      'client: connection dropped',
      'client: frame truncated',
      'client: bytes lost',
      'client: tab reloaded, outbox not empty',
      'client: tab crashed, outbox not empty',
      'client: tab opened with a wrong clock',
      'node: killed (kill -9)',
      'node: cut off from Redis',
      'Redis: killed and started',
      'PostgreSQL: crashed and started',
      'backup: taken',
      'backup: restored under live clients',
    ],
  })
  // With the seed, for CHAOS_SEED.
  console.log(printReport(report))
  expect(report.violations, `seed ${seed}`).toEqual([])
  expect(missing(report)).toEqual([])
  expect(Object.keys(report.faults)).toHaveLength(12)
})

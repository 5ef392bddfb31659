// The proof, for anyone to repeat: `pnpm chaos`, `pnpm chaos --minutes 30 --seed 7`. docs/proof.md says what it does.
import { parseArgs } from 'node:util'
import { planFaults, printPlan } from './chaos/plan.ts'
import { printReport } from './chaos/report.ts'
import { runChaos } from './chaos/run.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '3' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    clients: { type: 'string', default: '50' },
    conversations: { type: 'string', default: '20' },
    plan: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
})

const positive = (name: 'minutes' | 'seed' | 'clients' | 'conversations'): number => {
  const number = Number(values[name])
  if (Number.isFinite(number) && number > 0) return number
  console.error(`unable to run; --${name} must be a number above 0`)
  process.exit(2)
}

const shape = { seed: positive('seed'), seconds: Math.round(positive('minutes') * 60), nodes: 3, clients: positive('clients'), conversations: positive('conversations') }
if (values.plan) console.log(printPlan(planFaults(shape)))
else {
  // With --json only the report goes to standard output.
  const report = await runChaos({
    ...shape,
    log: (line) => console.error(line),
    onStarted: (close) => {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void close().finally(() => process.exit(130)))
    },
  })
  console.log(values.json ? JSON.stringify(report, null, 2) : `\n${printReport(report)}`)
  process.exitCode = report.violations.length > 0 ? 1 : 0
}

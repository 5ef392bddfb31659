import { type CliCommand, dataDirOption } from './command.ts'
import { withDeadJobs } from './with-dead-jobs.ts'

export const jobsListCommand: CliCommand = {
  name: 'jobs list',
  summary: 'list jobs and timers that failed at every try',
  details: `One line each: queue, id, when it failed last, why, with tabs between; the newest 1,000 of each queue. What a job carries may be personal
and is printed by --json only.`,
  options: { json: { about: 'JSON lines, with what each job carries' }, ...dataDirOption },
  whileRunning: 'Stop the server for the time of the list.',
  run: async (call) =>
    withDeadJobs(call.config(), 'list jobs', async (sources) => {
      for (const source of sources) {
        for (const { queue, id, data, error, failedAt } of await source.list()) {
          const at = failedAt.toISOString()
          call.print(call.options['json'] ? JSON.stringify({ queue, id, failedAt: at, error, data }) : [queue, id, at, error.replaceAll(/\s+/g, ' ')].join('\t'))
        }
      }
    }),
}

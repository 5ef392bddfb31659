import { type CliCommand, dataDirOption, textOf } from './command.ts'
import { withDeadJobs } from './with-dead-jobs.ts'

export const jobsRetryCommand: CliCommand = {
  name: 'jobs retry',
  summary: 'run jobs again that failed at every try',
  details: 'Those of one queue of palaver jobs list, with as many tries as new ones. Prints how many; exits with 1 when there were none.',
  operands: ['queue'],
  options: { id: { value: 'id', about: 'only this one' }, ...dataDirOption },
  whileRunning: 'Stop the server for that time; it runs the jobs when it starts.',
  run: async (call) => {
    const [queue = ''] = call.operands
    let retried = 0
    await withDeadJobs(call.config(), 'retry jobs', async (sources) => {
      for (const source of sources) retried += await source.retry(queue, textOf(call, 'id'))
    })
    call.print(String(retried))
    return retried > 0 ? 0 : 1
  },
}

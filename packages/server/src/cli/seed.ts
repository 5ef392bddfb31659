import { type Limits, defaultLimits } from '../platform/limits.ts'
import { type CliCommand, dataDirOption } from './command.ts'
import { seedCommunity } from './seed/seed-community.ts'
import { readSeedFile } from './seed/seed-file.ts'
import { withServer } from './with-server.ts'

const plenty = { perMinute: 1_000_000, burst: 1_000_000 }
const limits = Object.fromEntries(Object.keys(defaultLimits).map((name) => [name, plenty])) as unknown as Limits

export const seedCommand: CliCommand = {
  name: 'seed',
  summary: 'put a community from a JSON file into an empty database',
  details: `The file names people, their password and what they said. Palaver brings none: accounts with a known password exist only where
somebody wrote them down.`,
  operands: ['file'],
  options: { 'if-empty': { about: 'leave a database that has people in it as it is, and exit with 0' }, ...dataDirOption },
  whileRunning: 'A server that runs there is not for seeding: stop it first.',
  run: async (call) => {
    const community = await readSeedFile(call.operands[0] ?? '')
    return withServer(
      call.config(),
      async (palaver) => {
        const [found] = await palaver.database.query<{ people: boolean }>('SELECT EXISTS (SELECT FROM users) AS people')
        if (found?.people && call.options['if-empty']) return 0
        if (found?.people) throw new Error('unable to seed; there are people in this database already')
        const count = await seedCommunity(palaver, community)
        call.print(`Seeded a community of ${count.people} people, ${count.conversations} conversations and ${count.messages} messages.`)
        return 0
      },
      { limits },
    )
  },
}

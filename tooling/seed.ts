// Puts a small community into an empty database; only `npm start` runs it. A database that has people in it is left as it is.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createApp, defaultLimits, readConfig } from '@palaver/server'
import { seedCommunity } from './seed/seed-community.ts'

const seed = async (): Promise<void> => {
  const config = readConfig(process.env)
  const { staticDir: _, ...withoutPage } = config
  const plenty = { perMinute: 1_000_000, burst: 1_000_000 }
  const limits = { ...defaultLimits, send: plenty, create: plenty, marks: plenty, write: plenty }
  const { app, palaver } = await createApp({ ...withoutPage, logLevel: 'warn', limits })
  try {
    const [found] = await palaver.database.query<{ people: boolean }>('SELECT EXISTS (SELECT FROM users) AS people')
    if (!found?.people) {
      const count = await seedCommunity(palaver)
      console.log(`Seeded a community of ${count.people} people, ${count.conversations} conversations and ${count.messages} messages.`)
    }
  } finally {
    await app.close()
  }
  await writeFile(join(config.dataDir, 'seeded'), 'A community was offered to this database; `npm start` does not do it again.\n')
}

try {
  await seed()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

import { createWriteStream } from 'node:fs'
import { rename, rm, writeFile } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Database } from '../platform/database.ts'
import { type CliCommand, dataDirOption, textOf, UsageError } from './command.ts'
import { exportLines } from './export/lines.ts'
import { withCurrentDatabase } from './with-database.ts'

export const exportCommand: CliCommand = {
  name: 'export',
  summary: 'write everything, or all of one user, as JSON lines',
  details: `All of one user: profile, email address, sessions, conversations they are or were in, their places in them, messages they sent.
Password hashes, session secrets and bookkeeping stay out. The last line has kind "end": without it an export is not whole.`,
  options: {
    user: { value: 'id or handle', about: 'only what is theirs' },
    output: { value: 'file', about: 'in place of standard output; must not be there yet, is made readable by its owner only' },
    ...dataDirOption,
  },
  whileRunning: 'Stop the server for the time of the export. On PostgreSQL an export runs beside the server.',
  run: async (call) => {
    const [user, output] = [textOf(call, 'user'), textOf(call, 'output')]
    await withCurrentDatabase(call.config(), 'export', async (database) => {
      const userId = user === undefined ? undefined : await findUser(database, user)
      await database.transaction(async (tx) => {
        const lines = Readable.from(withBreaks(exportLines(tx, userId)))
        if (output === undefined) await pipeline(lines, process.stdout, { end: false })
        else await writeWhole(lines, output)
      })
    })
  },
}

async function findUser(database: Database, user: string): Promise<string> {
  const [found] = await database.query<{ id: string }>('SELECT id FROM users WHERE id::text = $1 OR handle = $1', [user.toLowerCase()])
  if (!found) throw new UsageError(`there is no user ${user}`, 'user list')
  return found.id
}

async function* withBreaks(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`
}

/** Under its name only when it is whole. */
async function writeWhole(lines: Readable, file: string): Promise<void> {
  const aside = `${file}.part`
  // Taken first, so that an export of hours does not end in a refusal.
  await writeFile(file, '', { flag: 'wx', mode: 0o600 }).catch((error: unknown) => {
    throw new Error(`unable to export to ${file}; it is there already, or cannot be written`, { cause: error })
  })
  try {
    await pipeline(lines, createWriteStream(aside, { mode: 0o600 }))
    await rename(aside, file)
  } catch (error) {
    await Promise.all([rm(aside, { force: true }), rm(file, { force: true })])
    throw error
  }
}

import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

/** What people have sent; the server writes messages of its own, such as that somebody was added. */
export const countOfSent = "SELECT count(*) FROM messages WHERE kind = 'text'"

/** Counts the messages in a PGlite folder that no server holds any more; in a process of its own, whose memory goes with it. */
export async function countRows(dataDir: string): Promise<number> {
  const script = fileURLToPath(new URL('./pglite-rows-process.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(process.execPath, [script, dataDir, countOfSent])
  return Number(stdout)
}

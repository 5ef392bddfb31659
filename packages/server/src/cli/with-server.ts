import { createApp } from '../app.ts'
import type { Config } from '../config.ts'
import type { Palaver, PalaverOptions } from '../palaver.ts'

/** A whole server that neither listens nor runs jobs, for commands that run what the server runs; its log goes to standard error. @throws {DataFolderInUseError} */
export async function withServer<T>(config: Config, work: (palaver: Palaver) => Promise<T>, options: Partial<PalaverOptions> = {}): Promise<T> {
  const { staticDir: _, ...withoutPage } = config
  const { app, palaver } = await createApp({ ...withoutPage, logLevel: 'warn', runsJobs: false, ...options, logDestination: process.stderr })
  try {
    return await work(palaver)
  } finally {
    await app.close()
  }
}

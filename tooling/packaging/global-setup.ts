import { rm } from 'node:fs/promises'
import type { TestProject } from 'vitest/node'
import { installConsumer } from './consumer.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder of a project that has installed the tarballs. */
    consumer: string
  }
}

/** Makes one project for the whole run, and takes it away. */
export const setup = async (project: TestProject): Promise<() => Promise<void>> => {
  const folder = await installConsumer()
  project.provide('consumer', folder)
  return () => rm(folder, { recursive: true, force: true })
}

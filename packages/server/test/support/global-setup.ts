import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { type TestRun, stopShared } from './shared-postgres.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    palaverRun: TestRun
  }
}

/** Gives the run a folder; the test that first needs PostgreSQL starts it there, and the end of the run stops it. */
export default function setup(project: TestProject): () => Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'palaver-run-'))
  project.provide('palaverRun', { folder, pid: process.pid })
  return async () => {
    await stopShared(folder)
    rmSync(folder, { recursive: true, force: true })
  }
}

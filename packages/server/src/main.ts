import { ConfigError, readConfig } from './config.ts'
import { runServer } from './run-server.ts'

try {
  await runServer(readConfig(process.env))
} catch (error) {
  console.error(explain(error))
  process.exitCode = 1
}

function explain(error: unknown): unknown {
  if (error instanceof ConfigError) return ['unable to start:', ...error.faults].join('\n  ')
  return error instanceof Error ? error.message : error
}

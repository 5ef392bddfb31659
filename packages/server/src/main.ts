import closeWithGrace from 'close-with-grace'
import { createApp } from './app.ts'
import { ConfigError, readConfig } from './config.ts'

/** How long open sockets are spread when the server stops, and how long the whole stop may take. */
const spreadMs = 2000
const stopWithinMs = 15_000

async function start(): Promise<void> {
  const config = readConfig(process.env)
  const { app, palaver } = await createApp(config)
  const grace = closeWithGrace({ delay: stopWithinMs, logger: app.log }, async ({ err }) => {
    if (err) app.log.error({ err }, 'stopping after an error that nobody caught')
    await palaver.drain(spreadMs)
    await app.close()
  })
  try {
    await app.listen({ host: config.host, port: config.port })
  } catch (error) {
    // Its own end would say that all went well.
    grace.uninstall()
    await app.close()
    throw error
  }
}

try {
  await start()
} catch (error) {
  console.error(explain(error))
  process.exitCode = 1
}

function explain(error: unknown): unknown {
  if (error instanceof ConfigError) return ['unable to start:', ...error.faults].join('\n  ')
  return error instanceof Error ? error.message : error
}

import closeWithGrace from 'close-with-grace'
import { createApp } from './app.ts'
import type { Config } from './config.ts'

/** How long open sockets are spread when the server stops. */
const spreadMs = 2000
/** How long the whole stop may take after the notice to load balancers; jobs that run have 25 s of it, then another node repeats them. */
const stopWithinMs = 30_000
/** Connections that wait to be accepted when everybody comes back at once; Node's own 511 lets the kernel drop the others for a second. */
const listenBacklog = 4096

/**
 * Starts a stand-alone server and listens; signals and errors that nobody caught drain and close it.
 * @throws {Error} when the database or the data folder cannot be opened, or the port is taken.
 */
export async function runServer(config: Config): Promise<void> {
  const { app, palaver } = await createApp(config)
  const grace = closeWithGrace({ delay: config.drainNoticeMs + stopWithinMs, logger: app.log }, async ({ err }) => {
    if (err) app.log.error({ err }, 'stopping after an error that nobody caught')
    await palaver.drain(spreadMs, config.drainNoticeMs)
    await app.close()
  })
  try {
    await app.listen({ host: config.host, port: config.port, backlog: listenBacklog })
  } catch (error) {
    // Its own end would say that all went well.
    grace.uninstall()
    await app.close()
    throw error
  }
}

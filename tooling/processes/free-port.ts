import { createServer } from 'node:net'

/** Below what systems give to outgoing connections: nobody else takes it while a server that is to come back is down. */
const range = { first: 10_000, last: 32_000 }

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })

/** A free port on 127.0.0.1; another process could take it before it is used, which is rare enough for tests. */
export const freePort = async (): Promise<number> => {
  for (;;) {
    const port = range.first + Math.floor(Math.random() * (range.last - range.first))
    if (await isFree(port)) return port
  }
}

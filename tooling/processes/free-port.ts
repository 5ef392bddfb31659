import { type AddressInfo, createServer } from 'node:net'

/** A free port on 127.0.0.1; another process could take it before it is used, which is rare enough for tests. */
export const freePort = async (): Promise<number> => {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as AddressInfo
  await new Promise((resolve) => probe.close(resolve))
  return port
}

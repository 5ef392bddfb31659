import { startPeer } from './start-peer.ts'
import type { System } from './system.ts'

/** What fan-out alone costs, and proof of how much the generator itself can take. */
export const bareWs: System = {
  name: 'bare-ws',
  title: 'bare `ws`, no storage',
  start: (options) => startPeer(options, { dialect: 'bare', script: new URL('./peers/bare-ws-server.ts', import.meta.url) }),
}

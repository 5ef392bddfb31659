import { startPeer } from './start-peer.ts'
import type { System } from './system.ts'
import { withDatabase } from './with-database.ts'

/** The peer: Socket.IO with one INSERT for each message, as its tutorial writes it, on PostgreSQL. */
export const socketioPostgres: System = {
  name: 'socketio-postgres',
  title: 'Socket.IO + PostgreSQL',
  start: (options) =>
    withDatabase((database) =>
      startPeer(options, { dialect: 'socketio', script: new URL('./peers/socketio-server.ts', import.meta.url), env: { DATABASE_URL: database.url } }),
    ),
}

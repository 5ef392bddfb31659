import { bareWs } from './bare-ws.ts'
import { palaverPglite, palaverPostgres } from './palaver.ts'
import { socketioPostgres } from './socketio-postgres.ts'
import { socketioRedis } from './socketio-redis.ts'
import type { System, SystemName } from './system.ts'

export const systems: Readonly<Record<SystemName, System>> = {
  'palaver-pglite': palaverPglite,
  'palaver-postgres': palaverPostgres,
  'socketio-postgres': socketioPostgres,
  'socketio-redis': socketioRedis,
  'bare-ws': bareWs,
}

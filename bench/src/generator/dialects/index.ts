import type { DialectName } from '../plan.ts'
import { bare } from './bare.ts'
import type { Dialect } from './dialect.ts'
import { palaver } from './palaver.ts'
import { socketio } from './socketio.ts'

export const dialects: Readonly<Record<DialectName, Dialect>> = { bare, socketio, palaver }

import { readNumber } from '../marker.ts'
import { type Dialect, frameKinds } from './dialect.ts'

const message = 0x34
const ping = 0x32
const event = 0x32
const acknowledgement = 0x33

/** Socket.IO 4 over its WebSocket transport: Engine.IO type, Socket.IO type, acknowledgement id, JSON. */
export const socketio: Dialect = {
  path: () => '/socket.io/?EIO=4&transport=websocket',
  greet(client, frame) {
    if (frame.startsWith('0')) return { send: `40${JSON.stringify({ conversations: client.follows.map(([id]) => id), serverOffset: client.offset })}` }
    return frame.startsWith('40') ? { ready: true } : {}
  },
  kind(bytes, start) {
    if (bytes[start] === ping) return frameKinds.ping
    if (bytes[start] !== message) return frameKinds.other
    if (bytes[start + 1] === event) return frameKinds.delivery
    return bytes[start + 1] === acknowledgement ? frameKinds.acknowledgement : frameKinds.other
  },
  sequence: (bytes, start) => readNumber(bytes, start + 2, 8),
  pong: '3',
  send: (conversationId, sequence, text) => `42${sequence}["chat message","${conversationId}",${JSON.stringify(text)},"${sequence}"]`,
}

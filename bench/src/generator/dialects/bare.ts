import { readNumber } from '../marker.ts'
import { type Dialect, frameKinds } from './dialect.ts'

const a = 0x61
const d = 0x64

/** The bare peer: `s<sequence> <conversation> <text>` in, `a<sequence>` and `d<text>` out. */
export const bare: Dialect = {
  path: (client) => `/?conversations=${client.follows.map(([id]) => id).join(',')}`,
  kind(bytes, start) {
    if (bytes[start] === d) return frameKinds.delivery
    return bytes[start] === a ? frameKinds.acknowledgement : frameKinds.other
  },
  sequence: (bytes, start) => readNumber(bytes, start + 1, 8),
  pong: '',
  send: (conversationId, sequence, text) => `s${sequence} ${conversationId} ${text}`,
}

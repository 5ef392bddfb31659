import { readNumber } from '../marker.ts'
import { type Dialect, frameKinds } from './dialect.ts'

const a = 0x61
const d = 0x64

/** The bare peer: `s<sequence> <text>` in, `a<sequence>` and `d<text>` out. */
export const bare: Dialect = {
  path: (client) => `/?conversation=${client.conversationId}`,
  kind(bytes, start) {
    if (bytes[start] === d) return frameKinds.delivery
    return bytes[start] === a ? frameKinds.acknowledgement : frameKinds.other
  },
  sequence: (bytes, start) => readNumber(bytes, start + 1, 8),
  pong: '',
  send: (_client, sequence, text) => `s${sequence} ${text}`,
}

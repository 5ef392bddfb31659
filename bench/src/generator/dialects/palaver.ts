import { randomBytes } from 'node:crypto'
import { type ClientFrame, type ServerFrame, socketPath, subprotocol } from '@palaver/protocol'
import type { ClientPlan } from '../plan.ts'
import { readNumber } from '../marker.ts'
import { type Dialect, frameKinds, type Greeting } from './dialect.ts'

const frame = (content: ClientFrame): string => JSON.stringify(content)

// A UUIDv7 costs more than the rest of a send; the time of the start and a counter make one that is as unique and as ordered.
const idHead = (() => {
  const time = Date.now().toString(16).padStart(12, '0')
  const random = randomBytes(3).toString('hex')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${random.slice(0, 3)}-8${random.slice(3)}-`
})()
const clientIdOf = (sequence: number): string => `${idHead}${sequence.toString(16).padStart(12, '0')}`

const typeAt = '{"t":"'.length
const okIdAt = '{"t":"ok","id":'.length
const errIdAt = '{"t":"err","id":'.length
const [e, o, p, r, v] = [0x65, 0x6f, 0x70, 0x72, 0x76] as const

/** The real protocol: hello, auth, resume at the conversation's head, live; then `message.send` and `message.sent`. */
export const palaver: Dialect = {
  path: () => socketPath,
  subprotocol,
  greet: (client, text) => greet(client, JSON.parse(text) as ServerFrame),
  kind(bytes, start) {
    const first = bytes[start + typeAt]
    const second = bytes[start + typeAt + 1]
    if (first === o) return frameKinds.acknowledgement
    if (first === e && second === v) return frameKinds.delivery
    if (first === e && second === r) return frameKinds.refusal
    return first === p ? frameKinds.ping : frameKinds.other
  },
  sequence(bytes, start) {
    return readNumber(bytes, start + (bytes[start + typeAt] === o ? okIdAt : errIdAt), 8)
  },
  pong: frame({ t: 'pong' }),
  send: ({ conversationId }, sequence, text) =>
    `{"t":"cmd","id":${sequence},"name":"message.send","input":{"conversationId":"${conversationId}","clientId":"${clientIdOf(sequence)}","content":{"kind":"text","text":"${text}"}}}`,
}

function greet(client: ClientPlan, answer: ServerFrame): Greeting {
  const [revision, marksRevision] = client.cursor ?? [0, 0]
  switch (answer.t) {
    case 'hello':
      return { send: frame({ t: 'auth', token: client.token ?? '' }) }
    case 'authed':
      return { send: frame({ t: 'resume', conversations: [[client.conversationId, revision, marksRevision]] }) }
    case 'live':
      return { ready: true }
    case 'err':
      throw new Error(`unable to sign in; ${answer.code}: ${answer.message}`)
    default:
      return {}
  }
}

import { randomBytes } from 'node:crypto'
import { type ClientFrame, type CommandOutput, type ServerFrame, socketPath, subprotocol } from '@palaver/protocol'
import type { ClientPlan } from '../plan.ts'
import { readNumber, sequenceLimit } from '../marker.ts'
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

/** The real protocol: hello, auth, resume at the conversations' heads, live; then `message.send` and `message.sent`. */
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
  mark: (conversationId) => `{"t":"cmd","id":${sequenceLimit},"name":"mark.update","input":{"marks":[{"conversationId":"${conversationId}","read":${Number.MAX_SAFE_INTEGER}}]}}`,
  askMore: (text) => askMore(JSON.parse(text) as ServerFrame),
  send: (conversationId, sequence, text) =>
    `{"t":"cmd","id":${sequence},"name":"message.send","input":{"conversationId":"${conversationId}","clientId":"${clientIdOf(sequence)}","content":{"kind":"text","text":"${text}"}}}`,
}

/** Of the one server that this process talks to. */
let lineage = ''

function greet(client: ClientPlan, answer: ServerFrame): Greeting {
  switch (answer.t) {
    case 'hello':
      lineage = answer.lineage
      return { send: frame({ t: 'auth', token: client.token ?? '' }) }
    case 'authed':
      return { send: frame({ t: 'resume', lineage, conversations: client.follows.map((cursor) => [...cursor]) }) }
    case 'live':
      return { ready: true, ...(client.onScreen ? { send: frame({ t: 'follow', conversations: client.follows.map((cursor) => [...cursor]) }) } : {}) }
    case 'err':
      throw new Error(`unable to sign in; ${answer.code}: ${answer.message}`)
    default:
      return {}
  }
}

let lastId = 0

/** The conversation of the last `sync` that told of more: answers to commands do not name theirs. */
let asked = ''

function askMore(answer: ServerFrame): string | undefined {
  const [first] = answer.t === 'sync' ? (answer.conversations ?? []) : []
  if (first) asked = first.id
  const changes = answer.t === 'ok' ? (answer.output as CommandOutput<'conversation.changes'>) : first?.changes
  if (changes && 'reset' in changes && changes.reset) throw new Error('unable to catch up; the server says that it is too much')
  if (!changes?.more) return undefined
  return frame({ t: 'cmd', id: ++lastId, name: 'conversation.changes', input: { conversationId: asked, since: changes.upTo, limit: 1000 } })
}

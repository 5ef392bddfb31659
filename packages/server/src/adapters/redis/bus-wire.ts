import type { BusMessage, EncodedEvent, EventVariant } from '../../platform/event.ts'

/** Part of a message for the nodes, on the channel of its shard. */
export interface Publication {
  readonly shard: number
  readonly text: string
}

/** What {@link readPublication} found. */
export interface Received {
  readonly nodeId: string
  /** Reads the messages; not called for a node's own. */
  messages(): BusMessage[]
}

/**
 * The first line of each publication: version and sender. The second: a JSON list of `[tag, …]`. Then the frames that belong to its
 * entries, a line each, in the same order: a node takes them to its sockets as they are, and does not read what nobody here follows. JSON
 * has no line breaks inside.
 */
const version = '1'
const lineBreak = 0x0a
/** A batch above this is published in parts, so that one answer of Redis never waits for all of it. */
const partLength = 1_048_576

/** The shard of a conversation or user. FNV-1a. */
export function shardOf(id: string, shards: number): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < id.length; at += 1) hash = Math.imul(hash ^ id.charCodeAt(at), 0x01000193)
  return (hash >>> 0) % shards
}

/** A publication with nothing in it, which only its own node hears. */
export const emptyPublication = (nodeId: string): string => `${version} ${nodeId}\n`

/** A message as publications: one for each shard that it concerns, more only for very large batches. */
export function writePublications(message: BusMessage, nodeId: string, shards: number): Publication[] {
  const parts = new Map<number, Part>()
  const done: Publication[] = []
  for (const { id, entry, frame } of entriesOf(message)) {
    const shard = shardOf(id, shards)
    let part = parts.get(shard)
    if (!part) parts.set(shard, (part = { entries: [], frames: '' }))
    part.entries.push(entry)
    if (frame !== undefined) part.frames += `${frame}\n`
    if (part.frames.length < partLength) continue
    parts.delete(shard)
    done.push({ shard, text: textOf(part, nodeId) })
  }
  for (const [shard, part] of parts) done.push({ shard, text: textOf(part, nodeId) })
  return done
}

interface Part {
  readonly entries: Entry[]
  frames: string
}

type Entry =
  | readonly ['event', EncodedEvent['name'], EncodedEvent['scope'], string, number, number, (EncodedEvent['ended'] | null)?, (EncodedEvent['quiet'] | null)?, EncodedEvent['variants']?]
  | readonly ['ephemeral', string, (string | null | undefined)?]
  | readonly ['person', string]
  | readonly ['message', BusMessage]

interface Line {
  /** Picks the shard. */
  readonly id: string
  readonly entry: Entry
  readonly frame?: string
}

const textOf = ({ entries, frames }: Part, nodeId: string): string => `${emptyPublication(nodeId)}${JSON.stringify(entries)}\n${frames}`

function entriesOf(message: BusMessage): Line[] {
  switch (message.kind) {
    case 'events':
      return message.events.map(eventLine)
    case 'ephemeral':
      return [{ id: message.conversationId, entry: ['ephemeral', message.conversationId, message.exceptUserId], frame: message.frame }]
    case 'person':
      return [{ id: message.userId, entry: ['person', message.userId], frame: message.frame }]
    case 'presence':
      return message.payload.presences.map((presence) => ({ id: presence.userId, entry: ['message', { kind: 'presence', payload: { presences: [presence] } }] }))
    case 'marks':
    case 'own-marks':
      return [{ id: message.payload.conversationId, entry: ['message', message] }]
    case 'revoked':
    case 'suspended':
    case 'reinstated':
      return [{ id: message.userId, entry: ['message', message] }]
  }
}

const eventLine = ({ name, scope, id, after, revision, ended, quiet, variants, frame }: EncodedEvent): Line => ({
  id,
  entry: quiet || ended || variants ? ['event', name, scope, id, after, revision, ended ?? null, quiet ?? null, variants] : ['event', name, scope, id, after, revision],
  frame,
})

const kinds: ReadonlySet<string> = new Set<BusMessage['kind']>(['marks', 'own-marks', 'presence', 'revoked', 'suspended', 'reinstated'])

/** Reads a publication; undefined when it is of another version, as nodes may be while they are replaced one by one. */
export function readPublication(bytes: Buffer): Received | undefined {
  const end = bytes.indexOf(lineBreak)
  const head = bytes.toString('latin1', 0, end === -1 ? bytes.length : end)
  if (end === -1 || !head.startsWith(`${version} `)) return undefined
  return { nodeId: head.slice(version.length + 1), messages: () => readMessages(bytes, end + 1) }
}

/**
 * Whether a publication that {@link readPublication} does not read is one of another version with something in it. In every version, one that ends
 * with its first line has nothing in it.
 */
export function isOfOtherVersion(bytes: Buffer): boolean {
  const end = bytes.indexOf(lineBreak)
  return end !== -1 && end + 1 < bytes.length && /^\d+ .+$/.test(bytes.toString('latin1', 0, end))
}

function readMessages(bytes: Buffer, from: number): BusMessage[] {
  if (from === bytes.length) return []
  const messages: BusMessage[] = []
  const events: EncodedEvent[] = []
  const endOfEntries = lineEnd(bytes, from)
  let at = endOfEntries + 1
  for (const entry of JSON.parse(bytes.toString('utf8', from, endOfEntries)) as Entry[]) {
    if (entry[0] === 'message') {
      if (kinds.has(entry[1].kind)) messages.push(entry[1])
      continue
    }
    const frame = { bytes, start: at, end: lineEnd(bytes, at) }
    at = frame.end + 1
    if (entry[0] === 'event') events.push(new ReceivedEvent(entry, frame))
    else if (entry[0] === 'person') messages.push({ kind: 'person', userId: entry[1], frame: read(frame) })
    else if (entry[0] === 'ephemeral') messages.push({ kind: 'ephemeral', conversationId: entry[1], frame: read(frame), ...(entry[2] && { exceptUserId: entry[2] }) })
  }
  if (events.length > 0) messages.push({ kind: 'events', events })
  return messages
}

const lineEnd = (bytes: Buffer, at: number): number => {
  const end = bytes.indexOf(lineBreak, at)
  return end === -1 ? bytes.length : end
}

interface FrameBytes {
  readonly bytes: Buffer
  readonly start: number
  readonly end: number
}

const read = ({ bytes, start, end }: FrameBytes): string => bytes.toString('utf8', start, end)

/** Its frame becomes a text only when somebody here follows. */
class ReceivedEvent implements EncodedEvent {
  readonly name: string
  readonly scope: EncodedEvent['scope']
  readonly id: string
  readonly after: number
  readonly revision: number
  readonly ended?: readonly string[]
  readonly quiet?: true | string
  readonly variants?: readonly EventVariant[]
  readonly #bytes: FrameBytes
  #frame: string | undefined

  constructor([, name, scope, id, after, revision, ended, quiet, variants]: Entry & { 0: 'event' }, bytes: FrameBytes) {
    this.name = name
    this.scope = scope
    this.id = id
    this.after = after
    this.revision = revision
    if (ended) this.ended = ended
    if (quiet) this.quiet = quiet
    if (variants) this.variants = variants
    this.#bytes = bytes
  }

  get frame(): string {
    return (this.#frame ??= read(this.#bytes))
  }
}

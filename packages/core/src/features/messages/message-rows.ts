import type { Message } from '@palaver/protocol'

/** Positions from `first` to `last`, all held. */
export interface Run {
  readonly first: number
  readonly last: number
}

/** Up to 64 neighbouring positions: the unit that a merge copies. */
export interface Chunk {
  readonly index: number
  /** By position. */
  readonly rows: readonly Message[]
}

/** Acknowledged messages by position, with the holes between them: an immutable value that shares what a merge leaves as it is. */
export interface MessageRows {
  readonly chunks: readonly Chunk[]
  /** What is held without a hole, in order; never adjacent. */
  readonly runs: readonly Run[]
}

/** No messages. */
export const noMessages: MessageRows = Object.freeze({ chunks: [], runs: [] })

/** Positions of a {@link Chunk}. */
export const chunkSize = 64
const chunkIndex = (position: number) => Math.floor(position / chunkSize)

/** The first place in a sorted list whose key is at least `key`. */
const placeOf = <T>(list: readonly T[], key: number, keyOf: (item: T) => number): number => {
  let low = 0
  let high = list.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (keyOf(list[middle] as T) < key) low = middle + 1
    else high = middle
  }
  return low
}

const mergeChunk = (chunk: Chunk | undefined, index: number, messages: readonly Message[], added: number[]): Chunk | undefined => {
  const rows = [...(chunk?.rows ?? [])]
  let changed = false
  for (const message of messages) {
    const place = placeOf(rows, message.position, (row) => row.position)
    const held = rows[place]
    if (held?.position === message.position) {
      if (held.revision >= message.revision) continue
      rows[place] = message
    } else {
      rows.splice(place, 0, message)
      added.push(message.position)
    }
    changed = true
  }
  return changed ? Object.freeze({ index, rows: Object.freeze(rows) }) : chunk
}

const mergeRuns = (runs: readonly Run[], added: readonly number[]): readonly Run[] => {
  const next: { first: number; last: number }[] = []
  const all = [...runs, ...added.map((position) => ({ first: position, last: position }))].sort((a, b) => a.first - b.first)
  for (const run of all) {
    const before = next.at(-1)
    if (before && run.first <= before.last + 1) before.last = Math.max(before.last, run.last)
    else next.push({ ...run })
  }
  return Object.freeze(next)
}

/** Takes messages in, in any order and any number of times: for one position the higher revision stays. The same value when nothing changed. */
export const mergeMessages = (held: MessageRows, messages: readonly Message[]): MessageRows => {
  const byChunk = Map.groupBy(messages, (message) => chunkIndex(message.position))
  const added: number[] = []
  let chunks: Chunk[] | undefined
  for (const [index, group] of byChunk) {
    const place = placeOf(chunks ?? held.chunks, index, (chunk) => chunk.index)
    const found = (chunks ?? held.chunks)[place]
    const old = found?.index === index ? found : undefined
    const merged = mergeChunk(old, index, group, added)
    if (!merged || merged === old) continue
    chunks ??= [...held.chunks]
    chunks.splice(place, old ? 1 : 0, merged)
  }
  if (!chunks) return held
  return Object.freeze({ chunks: Object.freeze(chunks), runs: added.length > 0 ? mergeRuns(held.runs, added) : held.runs })
}

/** The run that holds a position. */
export const runAt = (rows: MessageRows, position: number): Run | undefined => {
  const run = rows.runs[placeOf(rows.runs, position, (candidate) => candidate.last)]
  return run && run.first <= position ? run : undefined
}

/** The chunks that hold a run; the first and last may hold rows beyond it. */
export const chunksOf = (rows: MessageRows, run: Run): readonly Chunk[] => {
  const from = placeOf(rows.chunks, chunkIndex(run.first), (chunk) => chunk.index)
  const to = placeOf(rows.chunks, chunkIndex(run.last) + 1, (chunk) => chunk.index)
  return rows.chunks.slice(from, to)
}

/** The messages of a run, oldest first. */
export const messagesIn = (rows: MessageRows, run: Run): readonly Message[] =>
  chunksOf(rows, run).flatMap((chunk) => chunk.rows.filter((row) => row.position >= run.first && row.position <= run.last))

/** The message at a position, if held. */
export const messageAt = (rows: MessageRows, position: number): Message | undefined => {
  const index = chunkIndex(position)
  const chunk = rows.chunks[placeOf(rows.chunks, index, (candidate) => candidate.index)]
  return chunk?.index === index ? chunk.rows.find((row) => row.position === position) : undefined
}

const clientIds = new WeakMap<Chunk, ReadonlySet<string>>()

const clientIdsOf = (chunk: Chunk): ReadonlySet<string> => {
  const known = clientIds.get(chunk)
  if (known) return known
  const made = new Set(chunk.rows.map((row) => `${row.senderId} ${row.clientId}`))
  clientIds.set(chunk, made)
  return made
}

/** Is the message held that somebody sent with this clientId? Looks at the newest first. */
export const holdsClientId = (rows: MessageRows, senderId: string, clientId: string): boolean =>
  rows.chunks.findLast((chunk) => clientIdsOf(chunk).has(`${senderId} ${clientId}`)) !== undefined

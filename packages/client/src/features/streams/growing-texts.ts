import type { Chunk } from '@palaver/core'
import { type ClientCore, onceFor } from '../../core.ts'
import { createGrowingItems, type GrowingText } from './growing-items.ts'

const openIn = new WeakMap<Chunk, readonly string[]>()

const openIdsOf = (chunk: Chunk): readonly string[] => {
  const known = openIn.get(chunk)
  if (known) return known
  const ids = chunk.rows.filter(({ stream }) => stream?.state === 'open').map(({ id }) => id)
  openIn.set(chunk, ids)
  return ids
}

const textsOf = /* @__PURE__ */ onceFor((core: ClientCore) => {
  const texts = new Map<string, ReadonlyMap<string, GrowingText>>()
  const grown = createGrowingItems()
  core.looks.push((items, conversationId) => grown(items, texts.get(conversationId)))
  return texts
})

/** Keeps the texts of a conversation's open streams: pieces as they come, and what was missed by asking. */
export const createGrowingTexts = (core: ClientCore, conversationId: string) => {
  const { cache } = core
  const growing = new Map<string, GrowingText>()
  textsOf(core).set(conversationId, growing)
  /** Those that the caller writes here: their rows may be on their way. */
  const own = new Set<string>()
  /** Messages whose text is being asked for; true when it must be asked once more. */
  const asking = new Map<string, boolean>()
  const openIds = () => cache.get(conversationId).rows.chunks.flatMap(openIdsOf)
  const lengthOf = (messageId: string) => growing.get(messageId)?.length ?? 0

  /** Takes a piece; what is held of it stays as it is. */
  const take = (messageId: string, offset: number, text: string): void => {
    const held = growing.get(messageId) ?? { text: '', length: 0 }
    if (offset > held.length) return catchUp(messageId)
    const fresh = [...text].slice(held.length - offset)
    if (fresh.length === 0) return
    growing.set(messageId, { text: held.text + fresh.join(''), length: held.length + fresh.length })
    cache.touch(conversationId)
  }
  const catchUp = (messageId: string): void => {
    const isAsking = asking.has(messageId)
    asking.set(messageId, isAsking)
    if (!isAsking) void ask(messageId)
  }
  const ask = async (messageId: string): Promise<void> => {
    const answer = await core.run('stream.read', { conversationId, messageId, offset: lengthOf(messageId) }).catch(() => undefined)
    // A piece that came meanwhile may be newer than the answer.
    const again = asking.get(messageId) && answer?.state === 'open'
    asking.delete(messageId)
    if (answer?.state === 'open') take(messageId, answer.offset, answer.text)
    if (again) catchUp(messageId)
  }
  const look = (): void => {
    const open = openIds()
    for (const messageId of open) if (!growing.has(messageId)) catchUp(messageId)
    for (const messageId of growing.keys()) if (!own.has(messageId) && !open.includes(messageId)) growing.delete(messageId)
  }

  core.events.on('stream.appended', (piece) => {
    if (piece.conversationId === conversationId) take(piece.messageId, piece.offset, piece.text)
  })
  cache.onChange((next, previous) => {
    if (next.id === conversationId && next.rows !== previous.rows) look()
  })
  core.events.on('synced', () => openIds().forEach(catchUp))
  look()
  return { take, own }
}

import type { Evidence, SeenConversation } from '../evidence.ts'
import { isForward } from '../facets.ts'
import { saidIn } from '../said.ts'
import type { Violation } from '../violation.ts'
import { unsaid } from './streamed.ts'

/** INV-3 and INV-2 in the database: nothing said once stands there twice, positions have no holes, and what one client wrote is in its order. */
export function* misplaced({ truth, sent }: Evidence): Generator<Violation> {
  const list = [...sent]
  const written = new Map(list.flatMap((message) => (message.kind === 'forward' ? [] : [[message.text, message]])))
  const forwarded = new Map(list.flatMap((message) => (message.kind === 'forward' ? [[message.key, message]] : [])))
  for (const { id: conversationId, messages } of truth) {
    const seen = new Set<string>()
    const last = new Map<string, number>()
    for (const [index, { position, text, clientId, facets }] of messages.entries()) {
      const place = { conversationId, position }
      if (position !== index + 1) yield { invariant: 'INV-2', what: `the database has position ${position} in place ${index + 1}`, ...place }
      const isCopy = facets.some(isForward)
      // A forward says what is said elsewhere, too.
      const first = isCopy ? clientId : saidIn(text).first
      // In brackets stands what says nothing itself.
      if (!first.startsWith('(') && first !== unsaid && seen.has(first)) yield { invariant: 'INV-3', what: `the database has "${text}" twice`, ...place }
      seen.add(first)
      const message = (isCopy ? forwarded : written).get(first)
      if (isCopy && !message) yield { invariant: 'INV-3', what: `the database has a forward of "${text}" that nobody asked for`, ...place }
      if (!message) continue
      const before = last.get(message.client) ?? 0
      if (message.number < before) yield { invariant: 'INV-2', what: `the database has "${text}" after message ${before} of the same client`, ...place, client: message.client }
      last.set(message.client, Math.max(before, message.number))
    }
  }
}

/** INV-3 in a client: nothing is shown twice in a conversation, nor in a thread. */
export function* doubled(name: string, list: readonly SeenConversation[]): Generator<Violation> {
  for (const { id: conversationId, messages, threads } of list) {
    for (const items of [messages, ...Object.values(threads)]) {
      const seen = new Set<string>()
      for (const { id, position } of items) {
        if (seen.has(id)) yield { invariant: 'INV-3', what: `${name} shows ${id} twice`, conversationId, position, client: name }
        seen.add(id)
      }
    }
  }
}

import { hash } from 'node:crypto'
import type { CommandInput } from '@palaver/protocol'

type Canonical = Omit<CommandInput<'message.send'>, 'conversationId' | 'clientId'> & { readonly conversationId?: string; readonly clientId?: string }

/**
 * The hash that tells a repeated clientId with the same input from one with another: SHA-256, in hex, of the UTF-8 JSON text of
 * `[content, replyToId, custom]`, an absent part as null, followed by an object of all other declared fields if there are any, without white
 * space, the keys of every object in ascending order of their UTF-16 code units, numbers and strings as ECMAScript's JSON.stringify writes
 * them (as RFC 8785 does).
 */
export const hashInput = ({ conversationId: _conversationId, clientId: _clientId, content, replyToId, custom, ...options }: Canonical): string => {
  const canonical: unknown[] = [sorted(content), replyToId ?? null, custom ? sorted(custom) : null]
  if (Object.keys(options).length > 0) canonical.push(sorted(options))
  return hash('sha256', JSON.stringify(canonical), 'hex')
}

/** The same value with the keys of every object in ascending order. */
export const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, part]) => [key, sorted(part)]))
}

import { hash } from 'node:crypto'
import type { CommandInput } from '@palaver/protocol'

type Canonical = Pick<CommandInput<'message.send'>, 'content' | 'replyToId' | 'custom'>

/**
 * The hash that tells a repeated clientId with the same input from one with another: SHA-256, in hex, of the UTF-8 JSON text of
 * `[content, replyToId, custom]`, an absent part as null, without white space, the keys of every object in ascending order of their
 * UTF-16 code units, numbers and strings as ECMAScript's JSON.stringify writes them (as RFC 8785 does).
 */
export const hashInput = ({ content, replyToId, custom }: Canonical): string =>
  hash('sha256', JSON.stringify([sorted(content), replyToId ?? null, custom ? sorted(custom) : null]), 'hex')

/** Content and custom data are flat objects of scalars by contract. */
const sorted = (value: object): object => Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))

import { readFileSync, readdirSync } from 'node:fs'
import { contractDocument, type Json, type JsonObject } from '@palaver/protocol/documents'
import { describe, expect, test } from 'vitest'
import { breakingChanges } from '../contract/breaking-changes.ts'

const contract = contractDocument()
type Path = readonly (string | number)[]

/** What stands at a path of a document. */
const at = (document: Json, path: Path): Json => path.reduce<Json>((node, key) => (node as JsonObject)[key] as Json, document)

/** The contract with one place changed; without a value the place is removed. */
const changed = (path: Path, value?: Json): JsonObject => {
  const draft = structuredClone(contract)
  const parent = at(draft, path.slice(0, -1)) as Record<string, Json>
  const key = String(path.at(-1))
  if (value !== undefined) parent[key] = value
  else if (Array.isArray(parent)) parent.splice(Number(key), 1)
  else Reflect.deleteProperty(parent, key)
  return draft
}
const plus = (path: Path, value: Json): JsonObject => {
  const before = at(contract, path)
  return changed(path, Array.isArray(before) ? [...(before as readonly Json[]), value] : { ...(before as JsonObject), ...(value as JsonObject) })
}

const send = ['commands', 'message.send']
const list = ['commands', 'message.list']
const message = ['components', 'schemas', 'Message']
const content = ['components', 'schemas', 'Content', 'anyOf']
const textContent = ['components', 'schemas', 'TextContent']
const kind = (name: string): Json => ({ type: 'object', required: ['kind'], properties: { kind: { type: 'string', const: name } } })

const breaks: readonly (readonly [what: string, draft: JsonObject, told: RegExp])[] = [
  ['a removed command', changed(send), /^message\.send: the command was removed/],
  ['another REST path', changed([...send, 'rest', 'path'], '/v1/messages'), /^message\.send: rest went/],
  ['another REST method', changed([...send, 'rest', 'method'], 'PUT'), /^message\.send: rest went/],
  ['another REST status', changed([...send, 'rest', 'status'], 200), /^message\.send: rest went/],
  ['a removed REST binding', changed([...send, 'rest']), /^message\.send: rest went/],
  ['a closed door', changed([...send, 'doors'], ['socket']), /^message\.send: the door "rest" was removed/],
  ['other access', changed([...send, 'access'], 'app'), /^message\.send: access went/],
  ['a removed error of a command', changed([...send, 'errors', 0]), /^message\.send: the error "not_found" was removed/],
  ['a removed input field', changed([...send, 'input', 'properties', 'replyToId']), /^message\.send input\.replyToId: the field was removed/],
  ['a new required input', plus([...send, 'input', 'required'], 'replyToId'), /^message\.send input\.replyToId: is required now/],
  ['a new field that is required', {
    ...changed([...send, 'input', 'properties', 'topicId'], { type: 'string' }),
    commands: { ...(contract['commands'] as JsonObject), 'message.send': { ...(at(contract, send) as JsonObject), input: {
      ...(at(contract, [...send, 'input']) as JsonObject),
      required: [...(at(contract, [...send, 'input', 'required']) as readonly Json[]), 'topicId'],
      properties: { ...(at(contract, [...send, 'input', 'properties']) as JsonObject), topicId: { type: 'string' } },
    } } },
  }, /^message\.send input\.topicId: is required now/],
  ['an input with a lower maximum', changed([...list, 'input', 'properties', 'limit', 'maximum'], 50), /^message\.list input\.limit: maximum went from 100 to 50/],
  ['an input with a new minimum length', changed([...textContent, 'properties', 'text', 'minLength'], 2), /^message\.edit input\.content\.text: minLength went from 1 to 2/],
  ['an input with another pattern', changed(['components', 'schemas', 'Id', 'pattern'], '^x$'), /input\.conversationId: pattern went/],
  ['an input of another type', changed([...list, 'input', 'properties', 'limit', 'type'], 'string'), /^message\.list input\.limit: type went/],
  ['an input that takes fewer values', changed(['commands', 'presence.set', 'input', 'properties', 'status', 'enum'], ['auto', 'away']), /status: the value "busy" was removed/],
  ['an input of fewer kinds', changed(['commands', 'presence.set', 'input', 'properties', 'text', 'anyOf', 1]), /text: one of its kinds was removed/],
  ['a removed output field', changed([...message, 'properties', 'replyTo']), /^message\.list output\.messages\[\]\.replyTo: the field was removed/],
  ['an output that may be missing', changed([...message, 'required', 0]), /output\.message\.id: may be missing now/],
  ['an output of another type', changed([...message, 'properties', 'createdAt'], { type: 'string' }), /createdAt: type went from "integer" to "string"/],
  ['an output with a higher maximum', changed(['components', 'schemas', 'Conversation', 'properties', 'topic', 'maxLength'], 600), /topic: maxLength went from 500 to 600/],
  ['an output that may be something else', changed([...message, 'properties', 'position'], { anyOf: [at(contract, [...message, 'properties', 'position']), { type: 'null' }] }), /position: something else may come now/],
  ['a tuple of another length', plus(['components', 'schemas', 'ConversationCursor', 'prefixItems'], { type: 'integer' }), /has 4 places where it had 3/],
  ['a removed event', changed(['events', 'message.sent']), /^message\.sent: the event was removed/],
  ['an event of another scope', changed(['events', 'message.sent', 'scope'], 'user'), /^message\.sent: scope went/],
  ['a removed ephemeral event', changed(['ephemerals', 'marks.moved']), /^marks\.moved: the ephemeral event was removed/],
  ['a removed client frame', changed(['clientFrames', 'unfollow']), /^unfollow: the client frame was removed/],
  ['a removed server frame', changed(['serverFrames', 'head']), /^head: the server frame was removed/],
  ['a new required field of a client frame', plus(['clientFrames', 'auth', 'required'], 'device'), /^auth frame\.device: is required now/],
  ['a removed field of a server frame', changed(['serverFrames', 'hello', 'properties', 'lineage']), /^hello frame\.lineage: the field was removed/],
  ['a removed error code', changed(['errors', 'handle_taken']), /^handle_taken: the error code was removed/],
  ['an error of another status', changed(['errors', 'handle_taken', 'status'], 400), /^error handle_taken: status went/],
  ['an error that may be repeated no longer', changed(['errors', 'unavailable', 'retryable'], false), /^error unavailable: retryable went/],
  ['a removed close code', changed(['closeCodes', '4508']), /^close code 4508/],
  ['a close code that asks for something else', changed(['closeCodes', '4408'], 'fatal'), /^close code 4408: what to do went from "resume" to "fatal"/],
  ['another path of the socket', changed(['socketPath'], '/socket'), /^the contract: socketPath went/],
  ['another subprotocol', changed(['subprotocol'], 'palaver.v2'), /^the contract: subprotocol went/],
]

const additions: readonly (readonly [what: string, draft: JsonObject])[] = [
  ['nothing', structuredClone(contract)],
  ['a new command', changed(['commands', 'message.sparkle'], at(contract, send))],
  ['a new event', changed(['events', 'message.sparkled'], at(contract, ['events', 'message.sent']))],
  ['a new frame', changed(['serverFrames', 'banner'], { type: 'object' })],
  ['a new error code', changed(['errors', 'out_of_credit'], { status: 402, retryable: false })],
  ['a new error of a command', plus([...send, 'errors'], 'handle_taken')],
  ['a new close code', changed(['closeCodes', '4509'], 'resume')],
  ['a second door', changed(['commands', 'typing.set', 'doors'], ['rest', 'socket'])],
  ['a new REST binding', changed(['commands', 'typing.set', 'rest'], { method: 'POST', path: '/v1/typing', status: 200 })],
  ['a new optional input', changed([...send, 'input', 'properties', 'sparkling'], { type: 'boolean' })],
  ['an input that may be missing now', changed([...send, 'input', 'required', 2])],
  ['an input with a higher maximum', changed([...list, 'input', 'properties', 'limit', 'maximum'], 200)],
  ['a new output field', changed([...message, 'properties', 'sparkledAt'], { type: 'integer' })],
  ['an output that is always there now', plus([...message, 'required'], 'replyTo')],
  ['an output with a lower maximum', changed(['commands', 'mark.update', 'output', 'properties', 'marks', 'items', 'properties', 'unread', 'maximum'], 99)],
  ['a new value', plus(['components', 'schemas', 'MemberRole', 'enum'], 'guest')],
  ['a new kind of content', plus(content, kind('hologram'))],
  ['a new kind of system note', plus(['components', 'schemas', 'SystemNote', 'anyOf'], { type: 'object', required: ['type'], properties: { type: { type: 'string', const: 'sparkled' } } })],
  ['another description', changed([...message, 'properties', 'position', 'description'], 'Its number.')],
]

describe('the contract', () => {
  test.each(breaks)('breaks by %s', (_what, draft, told) => {
    expect(breakingChanges(contract, draft)).toContainEqual(expect.stringMatching(told))
  })
  test.each(additions)('keeps its promise with %s', (_what, draft) => {
    expect(breakingChanges(contract, draft)).toEqual([])
  })
  test('keeps what every released version of its major promised, and has vectors of each', () => {
    const packageFolder = new URL('../../packages/protocol/', import.meta.url)
    const released = readdirSync(new URL('released/', packageFolder))
    expect(released).toContain('1.0.json')
    for (const name of released) {
      const before = JSON.parse(readFileSync(new URL(`released/${name}`, packageFolder), 'utf8')) as JsonObject
      if (before['subprotocol'] === contract['subprotocol']) expect(breakingChanges(before, contract)).toEqual([])
      expect(readdirSync(new URL(`test/vectors/${name.replace('.json', '')}/`, packageFolder)).length).toBeGreaterThan(0)
    }
  })
})

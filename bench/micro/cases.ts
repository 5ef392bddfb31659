import { randomUUID } from 'node:crypto'
import { can, mergeMessages, noMessages, windowOf } from '@palaver/core'
import type { Message, ServerFrames } from '@palaver/protocol'
import { commands } from '@palaver/protocol/definitions'
import { Compile } from 'typebox/compile'
import { createItems } from '../../packages/client/src/features/messages/timeline-items.ts'
import { readClientFrame } from '../../packages/server/src/doors/socket/client-frames.ts'
import { compilePick } from '../../packages/server/src/platform/command-input.ts'
import { encodeSync } from '../../packages/server/src/platform/encode-frame.ts'
import { Frame } from '../../packages/server/src/platform/fan-out/frame.ts'
import { serialiserOf } from '../../packages/server/src/platform/serialiser.ts'
import type { Case } from './ratio.ts'

const text = 'a message of about a hundred characters, as people write them in groups, so that it is a usual one'
const conversationId = randomUUID()

const messageAt = (position: number): Message => ({
  id: randomUUID(), position, revision: position + 1, senderId: randomUUID(), clientId: randomUUID(), content: { kind: 'text', text }, createdAt: 1_795_226_400_000,
})
const messages = (count: number, first = 1): Message[] => Array.from({ length: count }, (_, n) => messageAt(first + n))

const requireCommand = <Name extends (typeof commands)[number]['name']>(name: Name) => {
  const found = commands.find((command): command is Extract<(typeof commands)[number], { name: Name }> => command.name === name)
  if (!found) throw new Error(`unable to measure ${name}; there is no such command`)
  return found
}

const input = { conversationId, clientId: randomUUID(), content: { kind: 'text', text } }
const sendFrame = JSON.stringify({ t: 'cmd', id: 7, name: 'message.send', input })
const send = requireCommand('message.send')
const list = requireCommand('message.list')

const checkSend = Compile(send.input)
const pickSend = compilePick(send.input)
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
/** What somebody would write in the handler. */
const checkedByHand = (value: typeof input): boolean =>
  uuid.test(value.conversationId) && uuid.test(value.clientId) && value.content.kind === 'text' && value.content.text.length > 0 && value.content.text.length <= 5000

const page = { messages: messages(50), hasBefore: true, hasAfter: false }
const serialisePage = serialiserOf(list.output)

const one = messageAt(1)
const event = { t: 'evt', name: 'message.sent', scope: 'conversation', id: conversationId, after: 1, revision: 2, payload: { messages: [one] } }
const eventText = JSON.stringify(event)
const long = JSON.stringify({ ...event, payload: { messages: messages(100) } })
const sync = {
  t: 'sync',
  conversations: [{
    id: conversationId,
    head: { id: conversationId, revision: 51, position: 50, floorPosition: 0, marksRevision: 1, memberCount: 3, activityAt: 1_795_226_400_000 },
    changes: { after: 1, upTo: 51, rows: { messages: messages(50) } },
  }],
} satisfies ServerFrames['sync']

const seat = { appRole: 'user', memberRole: 'member', conversationType: 'group' } as const
const allowed = new Map([['message.send:user:member:group', true]])

const held = mergeMessages(noMessages, messages(10_000))
const newest = messageAt(10_001)
const sorted = messages(10_000)
const items = createItems({ me: 'me', hidden: new Set() })
/** What a timeline at its end shows once `newest` has come. */
const listWithNewest = () => {
  const rows = mergeMessages(held, [newest])
  const { run } = windowOf(rows, 'newest', { first: 1, last: newest.position })
  if (!run) throw new Error('unable to list; nothing is held')
  return items.ofRun(rows, run, { delivered: 0, read: 0 })
}

/** Ours beside the plainest way to do the same. */
export const cases: readonly Case[] = [
  { name: 'read a frame of a client', reference: 'JSON.parse', ours: () => readClientFrame(sendFrame), theirs: () => JSON.parse(sendFrame) as unknown },
  { name: 'validate a send', reference: 'a check by hand', ours: () => checkSend.Check(input), theirs: () => checkedByHand(input) },
  { name: 'drop what a schema does not declare', reference: 'structuredClone', ours: () => pickSend(input), theirs: () => structuredClone(input) },
  { name: 'serialise a page of 50', reference: 'JSON.stringify', ours: () => serialisePage(page), theirs: () => JSON.stringify(page) },
  { name: 'serialise a sync of 50', reference: 'JSON.stringify', ours: () => encodeSync(sync), theirs: () => JSON.stringify(sync) },
  { name: 'frame an event', reference: 'Buffer.from', ours: () => new Frame([eventText]).bytes(true), theirs: () => Buffer.from(eventText) },
  { name: 'frame and compress 30 kB', reference: 'Buffer.from', ours: () => new Frame([long]).bytes(true), theirs: () => Buffer.from(long) },
  { name: 'may somebody send', reference: 'Map.get of a joined key', ours: () => can('message.send', seat), theirs: () => allowed.get(`message.send:${seat.appRole}:${seat.memberRole}:${seat.conversationType}`) },
  { name: 'merge one message into 10,000', reference: 'copy and sort of 10,000', ours: () => mergeMessages(held, [newest]), theirs: () => [...sorted, newest].sort((a, b) => a.position - b.position) },
  { name: 'merge and list 10,000', reference: 'copy of 10,000', ours: listWithNewest, theirs: () => [...sorted, newest] },
  { name: 'merge a page of 50 into nothing', reference: 'a Map of 50', ours: () => mergeMessages(noMessages, page.messages), theirs: () => new Map(page.messages.map((message) => [message.position, message])) },
]

import { type ChatClient, type Mark, conversations, createChatClient, deletions, edits, pins, reactions, restFallback, typing } from '@palaver/client'
import type { Bars } from './bars.ts'
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'
import type { Ledger } from './ledger.ts'
import { edited } from './said.ts'
import { sightingsOfFrame, sightingsOfOutput } from './sightings.ts'
import { createDisk, createSkewedClock, createTabPlatform, type SkewedClock } from './tab.ts'
import type { Violation } from './violation.ts'
import { watch } from './watch.ts'

/** One client of one person: a real one, behind a fault proxy of its own, with a clock that may be wrong and a tab that may go. */
export interface Actor {
  readonly name: string
  readonly userId: string
  readonly proxy: FaultProxy
  readonly clock: SkewedClock
  readonly client: ChatClient
  /** What went wrong while it ran. */
  readonly noticed: readonly Violation[]
  /** Its status, and the last that the server said against a message of it. */
  state(): string
  write(conversationId: string): void
  /** Edits the newest message of its own there that the server has. */
  edit(conversationId: string): void
  /** Reacts to the newest message with the emoji that only this client has, or takes it back. */
  react(conversationId: string): void
  /** Pins the newest message of its own there, or unpins it. */
  pin(conversationId: string): void
  /** Deletes the newest message of its own there, or undoes that. */
  remove(conversationId: string): void
  show(conversationId: string): void
  type(conversationId: string): void
  loadOlder(conversationId: string): void
  focus(focused: boolean): void
  /** A new client on the same disk: `close` as when somebody reloads a page, `crash` as when the tab dies before it could store more. */
  reload(how: 'close' | 'crash'): Promise<void>
  close(): Promise<void>
}

/** Who an actor is, and whom it tells. */
export interface ActorOptions {
  readonly name: string
  readonly userId: string
  /** What it reacts with, and nobody else. */
  readonly emoji: string
  readonly token: string
  readonly conversationIds: readonly string[]
  /** Where its next connection goes: nodes in order of choice. */
  readonly nodes: () => readonly number[]
  /** Commands go by REST while the socket is closed. */
  readonly withRest: boolean
  readonly ledger: Ledger
  readonly bars: Bars
}

interface Command { readonly name: string; readonly input: { readonly conversationId?: string; readonly clientId?: string; readonly messageId?: string; readonly emoji?: string } }
interface Answer { readonly id: number; readonly output: { readonly id: string; readonly position: number } }

const wishCommands: Readonly<Record<string, readonly [facet: string, state: boolean]>> = {
  'reaction.add': ['reaction', true],
  'reaction.remove': ['reaction', false],
  'message.pin': ['pinned', true],
  'message.unpin': ['pinned', false],
  'message.delete': ['deleted', true],
  'message.restore': ['deleted', false],
}
const wishOf = ({ name, input }: Command) => {
  const [facet, state] = wishCommands[name] ?? []
  return facet === undefined || state === undefined || input.messageId === undefined ? undefined : { facet, state, messageId: input.messageId }
}

/** Makes an actor and connects it. */
export const createActor = async (options: ActorOptions): Promise<Actor> => {
  const { name, userId, ledger, bars } = options
  const proxy = await startFaultProxy(options.nodes)
  const disk = createDisk()
  const clock = createSkewedClock()
  const noticed: Violation[] = []
  const highest = new Map<string, Mark>()
  let lineage: unknown
  let written = 0
  const editCounts = new Map<string, number>()
  let refusal: unknown
  let client: ChatClient
  let crash = (): void => {}
  let ends: (() => void)[] = []
  let shown: { readonly id: string; readonly hide: () => void } | undefined

  const ownReaction = `${options.emoji} ${userId}`
  // Another device of the same person changes its own.
  const newestOwn = (conversationId: string): string | undefined =>
    client.conversation(conversationId).messages.getSnapshot().items.findLast(({ key, id }) => id !== undefined && ledger.sent.get(key)?.client === name)?.id

  const createTap = () => {
    const commands = new Map<number, Command>()
    return {
      sent: (frame: Readonly<Record<string, unknown>>) => {
        if (frame['t'] === 'cmd') commands.set(frame['id'] as number, frame as unknown as Command)
        if (frame['t'] !== 'resume' || frame['lineage'] === lineage) return
        // The client has dropped what it knew of the history before.
        lineage = frame['lineage']
        highest.clear()
      },
      got: (frame: Readonly<Record<string, unknown>>) => {
        for (const sighting of sightingsOfFrame(frame)) bars.saw(name, userId, sighting)
        if (frame['t'] === 'err' && commands.get(frame['id'] as number)?.name === 'message.send') refusal = frame
        if (frame['t'] !== 'ok') return
        const { id, output } = frame as unknown as Answer
        const command = commands.get(id)
        commands.delete(id)
        if (!command) return
        for (const sighting of sightingsOfOutput(command.name, command.input, output)) bars.saw(name, userId, sighting)
        const wish = wishOf(command)
        if (wish) ledger.wishes.acknowledged(name, { ...wish, facet: wish.facet === 'reaction' ? ownReaction : wish.facet })
        if (command.name === 'message.edit') ledger.editAcknowledged(command.input.clientId ?? '')
        if (command.name === 'message.send') ledger.acknowledged(command.input.clientId ?? '', output)
      },
    }
  }
  const start = (): void => {
    const opened = disk.open(ledger.stored)
    crash = opened.crash
    client = createChatClient({
      url: `http://127.0.0.1:${proxy.port}`,
      userId,
      token: async () => options.token,
      storage: async () => opened.storage,
      platform: createTabPlatform(clock, createTap()),
      ...(options.withRest ? { fallback: restFallback } : {}),
    })
    // As an application does that shows its list: it loads and follows them all.
    conversations(client)
    ends = [
      client.on('dropped', ({ key, error }) => ledger.refused(key, error.code)),
      ...options.conversationIds.map((conversationId) =>
        watch(client, { client: name, conversationId }, { highest, onSent: ledger.acknowledged, report: (violation) => void noticed.push(violation) })),
    ]
    client.connect()
  }
  const stop = async (): Promise<void> => {
    shown?.hide()
    shown = undefined
    ends.forEach((end) => end())
    await client.close()
  }
  start()

  return {
    name,
    userId,
    proxy,
    clock,
    get client() {
      return client
    },
    noticed,
    state: () => JSON.stringify({ ...client.status.getSnapshot(), node: proxy.target(), refusal }),
    write: (conversationId) => {
      const number = ++written
      const text = `${name} says ${number}`
      const key = client.conversation(conversationId).messages.send({ text })
      ledger.wrote({ key, client: name, userId, conversationId, text, number })
    },
    edit: (conversationId) => {
      const conversation = client.conversation(conversationId)
      const message = conversation.messages.getSnapshot().items.findLast(({ mine, id }) => mine && id !== undefined)
      const known = message && ledger.sent.get(message.key)
      // Another device of the same person edits its own.
      if (!message?.id || known?.client !== name) return
      const number = (editCounts.get(message.key) ?? 0) + 1
      editCounts.set(message.key, number)
      ledger.edited({ key: edits(conversation).edit(message.id, edited(known.text, number)), of: message.key, number })
    },
    react: (conversationId) => {
      const conversation = client.conversation(conversationId)
      const messageId = conversation.messages.getSnapshot().items.findLast(({ id, content }) => id !== undefined && content.kind === 'text')?.id
      if (messageId === undefined) return
      const isOn = ledger.wishes.turn({ client: name, conversationId, messageId, facet: ownReaction })
      reactions(conversation)[isOn ? 'add' : 'remove'](messageId, options.emoji)
    },
    pin: (conversationId) => {
      const messageId = newestOwn(conversationId)
      if (messageId === undefined) return
      pins(client.conversation(conversationId))[ledger.wishes.turn({ client: name, conversationId, messageId, facet: 'pinned' }) ? 'pin' : 'unpin'](messageId)
    },
    remove: (conversationId) => {
      const messageId = newestOwn(conversationId)
      if (messageId === undefined) return
      deletions(client.conversation(conversationId))[ledger.wishes.turn({ client: name, conversationId, messageId, facet: 'deleted' }) ? 'remove' : 'restore'](messageId)
    },
    show: (id) => {
      shown?.hide()
      shown = { id, hide: client.conversation(id).open() }
    },
    type: (conversationId) => typing(client.conversation(conversationId)).notify(),
    loadOlder: (conversationId) => void client.conversation(conversationId).messages.loadOlder(),
    focus: (focused) => {
      if (shown) client.conversation(shown.id).setFocused(focused)
    },
    reload: async (how) => {
      if (how === 'crash') {
        crash()
        // What was not stored yet is shown as it was stored: older, perhaps of the history before.
        lineage = undefined
        highest.clear()
      }
      await stop()
      start()
    },
    close: async () => {
      await stop()
      await proxy.close()
    },
  }
}

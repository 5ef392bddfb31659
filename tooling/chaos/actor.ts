import { type ChatClient, type Mark, conversations, createChatClient, createStorage, drafts, hidden, restFallback } from '@palaver/client'
import { ears } from './acts.ts'
import type { Hand } from './acts/hand.ts'
import type { Bars } from './bars.ts'
import { type FaultProxy, startFaultProxy } from './fault-proxy.ts'
import { sightingsOfFrame, sightingsOfOutput } from './sightings.ts'
import { createDisk, createSkewedClock, createTabPlatform, type SkewedClock } from './tab.ts'
import { createTrace } from './trace.ts'
import type { Violation } from './violation.ts'
import { watch } from './watch.ts'

/** One client of one person: a real one, behind a fault proxy of its own, with a clock that may be wrong and a tab that may go. */
export interface Actor extends Hand {
  readonly proxy: FaultProxy
  readonly clock: SkewedClock
  /** What went wrong while it ran. */
  readonly noticed: readonly Violation[]
  /** Its status, and the last that the server said against a message of it. */
  state(): string
  /** A new client on the same disk: `close` as when somebody reloads a page, `crash` as when the tab dies before it could store more. */
  reload(how: 'close' | 'crash'): Promise<void>
  close(): Promise<void>
}

/** Who an actor is, and whom it tells. */
export interface ActorOptions extends Pick<Hand, 'name' | 'userId' | 'emoji' | 'ledger' | 'leads' | 'conversationIds'> {
  readonly token: string
  /** Where its next connection goes: nodes in order of choice. */
  readonly nodes: () => readonly number[]
  /** Commands go by REST while the socket is closed. */
  readonly withRest: boolean
  readonly bars: Bars
}

interface Command { readonly name: string; readonly input: { readonly conversationId?: string; readonly messageId?: string } }
interface Answer { readonly id: number; readonly output: Readonly<Record<string, unknown>> }

/** Makes an actor and connects it. */
export const createActor = async (options: ActorOptions): Promise<Actor> => {
  const { name, userId, ledger, bars } = options
  const proxy = await startFaultProxy(options.nodes)
  const disk = createDisk()
  const clock = createSkewedClock()
  const noticed: Violation[] = []
  const trace = createTrace()
  const highest = new Map<string, Mark>()
  let lineage: unknown
  let counted = 0
  let refusal: unknown
  let client: ChatClient
  let crash = (): void => {}
  let ends: (() => void)[] = []
  let shown: { readonly id: string; readonly hide: () => void } | undefined

  const createTap = () => {
    const commands = new Map<number, Command>()
    return {
      sent: (frame: Readonly<Record<string, unknown>>) => {
        trace.note(`sent ${JSON.stringify(frame)}`)
        if (frame['t'] === 'cmd') commands.set(frame['id'] as number, frame as unknown as Command)
        if (frame['t'] !== 'resume' || frame['lineage'] === lineage) return
        // The client has dropped what it knew of the history before.
        lineage = frame['lineage']
        highest.clear()
      },
      got: (frame: Readonly<Record<string, unknown>>) => {
        trace.note(`got ${JSON.stringify(frame)}`)
        for (const sighting of sightingsOfFrame(frame)) bars.saw(name, userId, sighting)
        if (frame['t'] === 'err' && commands.get(frame['id'] as number)?.name === 'message.send') refusal = frame
        if (frame['t'] !== 'ok') return
        const { id, output } = frame as unknown as Answer
        const command = commands.get(id)
        commands.delete(id)
        if (!command) return
        for (const sighting of sightingsOfOutput(command.name, command.input, output)) bars.saw(name, userId, sighting)
        ears[command.name]?.(actor, { input: { ...command.input }, output })
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
      storage: createStorage(async () => opened.storage),
      platform: createTabPlatform(clock, createTap()),
      ...(options.withRest ? { fallback: restFallback } : {}),
    })
    // As an application does that shows its list: it loads and follows them all, and what is private to its person.
    conversations(client)
    drafts(client)
    hidden(client)
    ends = [
      client.on('dropped', ({ key, error }) => ledger.refused(key, error.code)),
      ...options.conversationIds.map((conversationId) =>
        watch(client, { client: name, conversationId }, {
          highest,
          onSent: ledger.acknowledged,
          onMarks: (marks) => trace.note(`shows in ${conversationId} its own mark ${JSON.stringify(marks.find((mark) => mark.userId === userId))} of ${marks.length}`),
          report: (violation) => void noticed.push({ ...violation, before: trace.of(conversationId) }),
        })),
    ]
    client.connect()
  }
  const stop = async (): Promise<void> => {
    shown?.hide()
    shown = undefined
    ends.forEach((end) => end())
    await client.close()
  }

  const actor: Actor = {
    name,
    userId,
    emoji: options.emoji,
    ledger,
    leads: options.leads,
    conversationIds: options.conversationIds,
    proxy,
    clock,
    get client() {
      return client
    },
    noticed,
    state: () => JSON.stringify({ ...client.status.getSnapshot(), node: proxy.target(), refusal }),
    count: () => ++counted,
    show: (id) => {
      shown?.hide()
      shown = { id, hide: client.conversation(id).open() }
    },
    focus: (focused) => {
      if (shown) client.conversation(shown.id).setFocused(focused)
    },
    reload: async (how) => {
      trace.note(`tab ends: ${how}`)
      if (how === 'crash') {
        crash()
        // What was not stored yet is shown as it was stored: older, perhaps of the history before.
        lineage = undefined
        highest.clear()
      }
      await stop()
      trace.note('tab begins')
      start()
    },
    close: async () => {
      await stop()
      await proxy.close()
    },
  }
  start()
  return actor
}

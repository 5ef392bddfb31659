import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ServerFrame } from '@palaver/protocol'
import { createInProcessBus } from '../../../src/adapters/in-process/bus.ts'
import type { BusMessage } from '../../../src/platform/event.ts'
import { createFanOut } from '../../../src/platform/fan-out/fan-out.ts'
import type { MessageLog } from '../../../src/platform/message-log/message-log.ts'
import { FakeConnection } from '../../support/fake-connection.ts'
import { emptyLog, silent } from '../../support/socket-app.ts'

const id = '00000000-0000-4000-8000-000000000001'

/** A database of one conversation: a head that grows, and reads whose answers a test lets arrive late. */
class FakeDatabase {
  head = 1
  removed = new Set<string>()
  readonly pending: (() => void)[] = []

  readonly log: MessageLog = {
    ...emptyLog,
    sync: (userId, cursors) => {
      // The snapshot is taken now, the answer arrives later.
      const { head } = this
      const answers = this.removed.has(userId) ? [] : cursors.map(([, revision]) => ({
        id, revision: head, memberCount: 2, visibleFrom: 1, role: 'member' as const, type: 'group' as const, ahead: false,
        ...(revision === head ? {} : {
          answer: { id, head: { id, revision: head, position: head, floorPosition: 0, marksRevision: 0, memberCount: 2, activityAt: 0 }, changes: { after: revision, upTo: head, rows: {} } },
        }),
      }))
      return new Promise((resolve) => this.pending.push(() => resolve(answers)))
    },
    missed: async () => ({ revision: this.head, rows: {}, ended: [...this.removed] }),
  }
}

/** What a client stands at after these frames; throws when an event leaves a hole or an answer goes back. */
const apply = (frames: readonly ServerFrame[], mine: number): number => {
  for (const frame of frames) {
    if (frame.t === 'sync') for (const { changes } of frame.conversations) if (changes && changes.after <= mine) mine = Math.max(mine, changes.upTo)
    if (frame.t !== 'evt' || frame.revision <= mine) continue
    if (frame.after > mine) throw new Error(`a hole: ${frame.after} after ${mine}`)
    mine = frame.revision
  }
  return mine
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 5; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

type Step = { readonly do: 'commit'; readonly length: number } | { readonly do: 'deliver'; readonly pick: number } | { readonly do: 'follow'; readonly who: number } | { readonly do: 'answer'; readonly pick: number } | { readonly do: 'unfollow'; readonly who: number }
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('commit' as const), length: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('deliver' as const), pick: fc.nat(3) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('follow' as const), who: fc.nat(2) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('answer' as const), pick: fc.nat(3) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('unfollow' as const), who: fc.nat(2) }) },
)

test('whatever the order of commits, publications, follows and answers, nothing falls between', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), fc.boolean(), async (steps, losesSome) => {
      const database = new FakeDatabase()
      const bus = createInProcessBus((error) => { throw error })
      const fanOut = createFanOut({ bus, log: database.log, logger: silent, lineage: 'l', mendAfterMs: 5 })
      const connections = [new FakeConnection(), new FakeConnection(), new FakeConnection()]
      const followers = connections.map((connection) => fanOut.connections.enter(connection))
      const chains = connections.map(() => Promise.resolve())
      const unpublished: BusMessage[] = []
      for (const each of steps) {
        if (each.do === 'commit') {
          const [after, revision] = [database.head, database.head + each.length]
          database.head = revision
          const frame = JSON.stringify({ t: 'evt', name: 'message.sent', scope: 'conversation', id, after, revision, payload: {} })
          unpublished.push({ kind: 'events', events: [{ name: 'message.sent', scope: 'conversation', id, after, revision, frame }] })
        } else if (each.do === 'deliver') {
          const [message] = unpublished.splice(each.pick % Math.max(1, unpublished.length), 1)
          if (message && !(losesSome && each.pick === 3)) bus.publish(message)
        } else if (each.do === 'answer') {
          database.pending.splice(each.pick % Math.max(1, database.pending.length), 1)[0]?.()
        } else {
          const [connection, follower] = [connections[each.who], followers[each.who]]
          if (!connection || !follower) continue
          chains[each.who] = (chains[each.who] ?? Promise.resolve()).then(() =>
            each.do === 'unfollow' ? fanOut.unfollow(follower, [id]) : fanOut.follow(follower, [[id, apply(connection.sent, 1), 0]]),
          )
        }
        await settle()
      }
      // Then it becomes quiet: the rest of the bus arrives unless it is lost, a last event always does.
      if (!losesSome) for (const message of unpublished.splice(0)) bus.publish(message)
      database.head += 1
      const last = { name: 'message.sent', scope: 'conversation' as const, id, after: database.head - 1, revision: database.head }
      bus.publish({ kind: 'events', events: [{ ...last, frame: JSON.stringify({ t: 'evt', ...last, payload: {} }) }] })
      for (let round = 0; round < 20; round += 1) {
        for (const answer of database.pending.splice(0)) answer()
        await new Promise((resolve) => setTimeout(resolve, 1))
        await settle()
      }
      for (const [index, connection] of connections.entries()) {
        const follower = followers[index]
        if (!follower?.live.has(id)) continue
        expect(apply(connection.sent, 1)).toBe(database.head)
      }
      fanOut.close()
    }),
    { numRuns: 150 },
  )
}, 60_000)

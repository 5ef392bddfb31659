import { expect, onTestFinished, test } from 'vitest'
import type { Bus, BusMessage, EncodedEvent } from '../../src/platform/event.ts'

/** A bus as two nodes see it; within one process both are the same. */
export interface BusUnderTest {
  readonly here: Bus
  readonly there: Bus
  /** Resolves when everything published so far has been handed to every handler. */
  settled(): Promise<void>
  close(): Promise<void>
}

const message = (userId: string): BusMessage => ({ kind: 'suspended', userId })

const eventOf = (id: string, revision: number, text = '', more: Partial<EncodedEvent> = {}): EncodedEvent => ({
  name: 'message.sent',
  scope: 'conversation',
  id,
  after: revision - 1,
  revision,
  frame: JSON.stringify({ t: 'evt', id, revision, text }),
  ...more,
})

/** Every kind of message that there is. */
const everyKind: readonly BusMessage[] = [
  { kind: 'events', events: [eventOf('c', 2, 'text', { ended: ['u', 'v'] })] },
  { kind: 'events', events: [eventOf('u', 7, 'text', { scope: 'user', name: 'membership.changed' })] },
  { kind: 'ephemeral', conversationId: 'c', frame: '{"t":"eph"}', exceptUserId: 'u' },
  { kind: 'ephemeral', conversationId: 'c', frame: '{"t":"eph"}' },
  { kind: 'marks', payload: { conversationId: 'c', marksRevision: 3, marks: [{ userId: 'u', delivered: 2, read: 1 }] } },
  { kind: 'own-marks', payload: { conversationId: 'c', marksRevision: 4, marks: [{ userId: 'u', delivered: 3, read: 3 }] } },
  { kind: 'events', events: [eventOf('c', 3, 'text', { ended: ['u'], quiet: true }), eventOf('c', 4, 'text', { quiet: true })] },
  { kind: 'person', userId: 'u', frame: '{"t":"eph"}' },
  { kind: 'presence', payload: { presences: [{ userId: 'u', status: 'online' }] } },
  { kind: 'revoked', userId: 'u', sessionId: 's' },
  { kind: 'suspended', userId: 'u' },
  { kind: 'reinstated', userId: 'u' },
]

/** What every bus promises. */
export const busSuite = (create: () => Promise<BusUnderTest>): void => {
  const start = async (): Promise<BusUnderTest> => {
    const bus = await create()
    onTestFinished(() => bus.close())
    return bus
  }
  const listen = (bus: Bus): BusMessage[] => {
    const got: BusMessage[] = []
    bus.subscribe((each) => got.push(each.kind === 'events' ? { ...each, events: each.events.map((event) => ({ ...event, frame: event.frame })) } : each))
    return got
  }
  const framesOf = (messages: readonly BusMessage[]): unknown[] =>
    messages.flatMap((each) => (each.kind === 'events' ? each.events.map(({ frame }) => JSON.parse(frame) as unknown) : []))

  test('every handler of every node gets every message of one person in the order of publication', async () => {
    const { here, there, settled } = await start()
    const handlers = [listen(here), listen(there), listen(there)]
    const sent = Array.from({ length: 50 }, (_, index): BusMessage => ({ kind: 'revoked', userId: 'u', sessionId: String(index) }))
    for (const each of sent) here.publish(each)
    await settled()
    for (const got of handlers) expect(got).toEqual(sent)
  })

  test('each kind of message arrives whole', async () => {
    const { here, there, settled } = await start()
    const got = listen(there)
    for (const each of everyKind) {
      here.publish(each)
      await settled()
    }
    expect(got).toEqual(everyKind)
  })

  test('a batch of many conversations keeps the order within each, and the publisher hears it at once and once', async () => {
    const { here, there, settled } = await start()
    const own = listen(here)
    const got = listen(there)
    const events = Array.from({ length: 300 }, (_, index) => eventOf(`conversation-${index % 30}`, Math.floor(index / 30) + 2))
    here.publish({ kind: 'events', events })
    expect(own).toHaveLength(1)
    await settled()
    expect(own).toHaveLength(1)
    const received = got.flatMap((each) => (each.kind === 'events' ? each.events : []))
    expect(received).toHaveLength(300)
    for (let index = 0; index < 30; index += 1) {
      expect(received.filter(({ id }) => id === `conversation-${index}`).map(({ revision }) => revision)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    }
  })

  test('both nodes may publish in one conversation, each in its order', async () => {
    const { here, there, settled } = await start()
    const got = listen(there)
    for (let revision = 2; revision < 42; revision += 2) {
      here.publish({ kind: 'events', events: [eventOf('c', revision)] })
      there.publish({ kind: 'events', events: [eventOf('c', revision + 1)] })
    }
    await settled()
    const revisions = got.flatMap((each) => (each.kind === 'events' ? each.events.map(({ revision }) => revision) : []))
    expect([...revisions].sort((a, b) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => index + 2))
    expect(revisions.filter((revision) => revision % 2 === 0)).toEqual(Array.from({ length: 20 }, (_, index) => index * 2 + 2))
  })

  test('texts of every script, with line breaks and separators in them, stay as they are', async () => {
    const { here, there, settled } = await start()
    const got = listen(there)
    const texts = ['zażółć', '👩‍👩‍👧‍👦🏳️‍🌈', 'שלום עולם', 'a\nb\r\nc\u2028d\u2029e\u0085f', '\\n"]["', '𐍈\ufffd\u0001\u007f', '']
    here.publish({ kind: 'events', events: texts.map((text, index) => eventOf('c', index + 2, text)) })
    here.publish({ kind: 'ephemeral', conversationId: 'ключ\n', frame: '{"text":"é"}' })
    await settled()
    expect(framesOf(got)).toMatchObject(texts.map((text) => ({ text })))
    expect(got.at(-1)).toEqual({ kind: 'ephemeral', conversationId: 'ключ\n', frame: '{"text":"é"}' })
  })

  test('large messages and large batches arrive', async () => {
    const { here, there, settled } = await start()
    const got = listen(there)
    const events = Array.from({ length: 200 }, (_, index) => eventOf('c', index + 2, 'ü'.repeat(20_000)))
    here.publish({ kind: 'events', events: [...events, eventOf('c', 202, 'x'.repeat(3_000_000))] })
    await settled()
    const received = got.flatMap((each) => (each.kind === 'events' ? each.events : []))
    expect(received.map(({ revision }) => revision)).toEqual(Array.from({ length: 201 }, (_, index) => index + 2))
    expect(received.at(-1)?.frame).toHaveLength(JSON.stringify({ t: 'evt', id: 'c', revision: 202, text: '' }).length + 3_000_000)
  })

  test('tells when a message was taken', async () => {
    const { here, settled } = await start()
    const taken: string[] = []
    here.publish({ kind: 'events', events: [eventOf('c', 2), eventOf('d', 2), eventOf('e', 2)] }, () => taken.push('events'))
    here.publish({ kind: 'events', events: [] }, () => taken.push('nothing'))
    await settled()
    await expect.poll(() => taken.toSorted()).toEqual(['events', 'nothing'])
  })

  test('a handler that throws does not keep a message from the others', async () => {
    const { here, there, settled } = await start()
    for (const bus of [here, there]) {
      bus.subscribe(() => {
        throw new Error('broken')
      })
    }
    const got = listen(there)
    let taken = false
    expect(() => here.publish(message('a'), () => { taken = true })).not.toThrow()
    await settled()
    expect(got).toEqual([message('a')])
    await expect.poll(() => taken).toBe(true)
  })

  test('a subscription that ended gets nothing, and ending it twice ends no other', async () => {
    const { here, there, settled } = await start()
    const got: string[] = []
    const handler = (): void => void got.push('handler')
    const end = there.subscribe(handler)
    there.subscribe(handler)
    end()
    end()
    here.publish(message('a'))
    await settled()
    expect(got).toEqual(['handler'])
  })

  test('hears itself', async () => {
    const { here, there } = await start()
    expect([here.fault(), there.fault()]).toEqual([undefined, undefined])
  })

  test('after close nothing is delivered, and closing twice is closing once', async () => {
    const { here, there, settled } = await start()
    const got = listen(there)
    await there.close()
    await there.close()
    here.publish(message('a'))
    there.publish(message('b'))
    await settled()
    expect(got).toEqual([])
  })
}

import { expect, test } from 'vitest'
import type { Bus, BusMessage } from '../../src/platform/event.ts'

/** One node's view of a bus. */
export interface BusUnderTest {
  readonly bus: Bus
  /** Resolves when everything published so far has been handed to every handler. */
  settled(): Promise<void>
}

const message = (userId: string): BusMessage => ({ kind: 'revoked', userId })

/** What every bus promises. */
export const busSuite = (create: () => Promise<BusUnderTest>): void => {
  test('every handler gets every message in the order of publication', async () => {
    const { bus, settled } = await create()
    const first: BusMessage[] = []
    const second: BusMessage[] = []
    bus.subscribe((each) => first.push(each))
    bus.subscribe((each) => second.push(each))
    const sent = Array.from({ length: 50 }, (_, index) => message(String(index)))
    for (const each of sent) bus.publish(each)
    await settled()
    expect(first).toEqual(sent)
    expect(second).toEqual(sent)
    await bus.close()
  })

  test('a handler that throws does not keep a message from the others', async () => {
    const { bus, settled } = await create()
    const got: BusMessage[] = []
    bus.subscribe(() => {
      throw new Error('broken')
    })
    bus.subscribe((each) => got.push(each))
    expect(() => bus.publish(message('a'))).not.toThrow()
    await settled()
    expect(got).toEqual([message('a')])
    await bus.close()
  })

  test('a subscription that ended gets nothing, and ending it twice ends no other', async () => {
    const { bus, settled } = await create()
    const got: string[] = []
    const handler = (): void => void got.push('handler')
    const end = bus.subscribe(handler)
    bus.subscribe(handler)
    end()
    end()
    bus.publish(message('a'))
    await settled()
    expect(got).toEqual(['handler'])
    await bus.close()
  })

  test('after close nothing is delivered', async () => {
    const { bus, settled } = await create()
    const got: BusMessage[] = []
    bus.subscribe((each) => got.push(each))
    await bus.close()
    bus.publish(message('a'))
    await settled()
    expect(got).toEqual([])
  })
}

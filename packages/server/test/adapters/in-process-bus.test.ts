import { describe, expect, test } from 'vitest'
import { createInProcessBus } from '../../src/adapters/in-process/bus.ts'
import { busSuite } from './bus.suite.ts'

describe('the bus in the process', () => {
  busSuite(async () => {
    const bus = createInProcessBus()
    return { here: bus, there: bus, settled: async () => {}, close: () => bus.close() }
  })

  test('tells of a handler that throws', () => {
    const errors: unknown[] = []
    const bus = createInProcessBus((error) => errors.push(error))
    bus.subscribe(() => {
      throw new Error('broken')
    })
    bus.publish({ kind: 'suspended', userId: 'a' })
    expect(errors).toEqual([new Error('broken')])
  })
})

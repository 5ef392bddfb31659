import { Id } from '@palaver/protocol/definitions'
import { Check } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { createUuidV7 } from '../../src/adapters/uuid-v7.ts'

const many = (newId: () => string, count: number): string[] => Array.from({ length: count }, newId)
const timeOf = (id: string): number => Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)

describe('UUIDv7s', () => {
  it('are what the contract calls an id, and say when they were made', () => {
    const newId = createUuidV7(() => 1_700_000_000_123)
    for (const id of many(newId, 3000)) expect(Check(Id, id)).toBe(true)
    expect(timeOf(newId())).toBe(1_700_000_000_123)
    expect(newId()[14]).toBe('7')
  })

  it('grow within a millisecond, past its 4096 ids, and when the clock goes back', () => {
    let ms = 1000
    const newId = createUuidV7(() => ms)
    const ids = many(newId, 5000)
    ms = 500
    ids.push(...many(newId, 5000))
    ms = 2000
    ids.push(...many(newId, 10))
    expect(ids).toEqual(ids.toSorted())
    expect(new Set(ids).size).toBe(ids.length)
    expect(timeOf(ids.at(-1) ?? '')).toBe(2000)
  })

  it('of two nodes differ though time and counter are the same', () => {
    const [one, other] = [createUuidV7(() => 1000), createUuidV7(() => 1000)]
    expect(new Set([...many(one, 4000), ...many(other, 4000)].map((id) => id.slice(19))).size).toBe(8000)
  })

  it('do not repeat randomness when its pool is filled anew', () => {
    let ms = 0
    const newId = createUuidV7(() => ++ms)
    expect(new Set(many(newId, 5000).map((id) => id.slice(19))).size).toBe(5000)
  })
})

/** A seeded stream of choices: the same seed makes the same choices. */
export interface Random {
  /** In [0, 1). */
  next(): number
  /** An integer in [0, below). */
  below(below: number): number
  pick<T>(items: readonly T[]): T
  chance(probability: number): boolean
}

/** FNV-1a: names of streams become numbers far apart. */
const hash = (text: string): number => {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  return value >>> 0
}

/**
 * The stream `name` of a seed. Everybody who chooses has a stream of their own, so that nobody's timing shifts another's choices.
 * Mulberry32 (Tommy Ettinger, public domain): 32 bits of state are plenty for choosing faults.
 */
export const createRandom = (seed: number, name: string): Random => {
  let state = hash(`${seed}/${name}`)
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    next,
    below,
    pick: (items) => {
      const item = items[below(items.length)]
      if (item === undefined) throw new Error('unable to pick; the list is empty')
      return item
    },
    chance: (probability) => next() < probability,
  }
}

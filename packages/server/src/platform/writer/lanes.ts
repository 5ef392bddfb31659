import { requireAt } from './require-at.ts'

interface AnyLane<Kind> {
  readonly isIdle: boolean
  /** It is at changes of this kind, and its next batch has room for one more. */
  hasRoomFor(kind: Kind): boolean
}

interface Place<Lane> {
  readonly lane: Lane
  changes: number
}

/** So many changes under way are a load: then what a batch costs counts more than how long the first of it waits. */
const busy = 8

/**
 * Which lane a change takes: the one where changes of its conversation are under way, so that they keep their order; else one that has nothing to do, so that it waits
 * for nobody's commit; else one of the busy ones, always the same, where it becomes part of a batch. Under load batches are filled first: a message
 * in one of a hundred costs the database a third of what it costs in one of ten, so no more lanes are at work than are needed.
 */
export class Lanes<Kind, Lane extends AnyLane<Kind>> {
  readonly all: readonly Lane[]
  readonly #places = new Map<string, Place<Lane>>()
  #underWay = 0

  constructor(lanes: readonly Lane[]) {
    this.all = lanes
  }

  /** Changes that came and are not done. */
  get underWay(): number {
    return this.#underWay
  }

  /** The lane for one more change of a conversation; {@link leave} it when that is done. */
  enter(conversationId: string, kind: Kind): Lane {
    let place = this.#places.get(conversationId)
    if (!place) this.#places.set(conversationId, (place = { lane: this.#choose(conversationId, kind), changes: 0 }))
    place.changes++
    this.#underWay++
    return place.lane
  }

  leave(conversationId: string): void {
    const place = this.#places.get(conversationId)
    if (!place) return
    this.#underWay--
    if (--place.changes === 0) this.#places.delete(conversationId)
  }

  #choose(conversationId: string, kind: Kind): Lane {
    const filling = this.#underWay < busy ? undefined : this.all.find((lane) => lane.hasRoomFor(kind))
    if (filling) return filling
    const own = requireAt(this.all, this.all.length === 1 ? 0 : numberOf(conversationId) % this.all.length)
    return own.isIdle ? own : (this.all.find(({ isIdle }) => isIdle) ?? own)
  }
}

/** The last digits of an id are random whatever its version. */
const numberOf = (id: string): number => Number.parseInt(id.slice(-6), 16) || 0

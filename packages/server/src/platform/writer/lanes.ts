import { requireAt } from './require-at.ts'

interface AnyLane {
  readonly isIdle: boolean
}

interface Place<Lane> {
  readonly lane: Lane
  changes: number
}

/**
 * Which lane a change takes: the one where changes of its conversation are under way, so that they keep their order; else one that has nothing to do, so that it waits
 * for nobody's commit; else one of the busy ones, always the same, where it becomes part of a batch.
 */
export class Lanes<Lane extends AnyLane> {
  readonly all: readonly Lane[]
  readonly #underWay = new Map<string, Place<Lane>>()

  constructor(lanes: readonly Lane[]) {
    this.all = lanes
  }

  /** The lane for one more change of a conversation; {@link leave} it when that is done. */
  enter(conversationId: string): Lane {
    let place = this.#underWay.get(conversationId)
    if (!place) this.#underWay.set(conversationId, (place = { lane: this.#choose(conversationId), changes: 0 }))
    place.changes++
    return place.lane
  }

  leave(conversationId: string): void {
    const place = this.#underWay.get(conversationId)
    if (place && --place.changes === 0) this.#underWay.delete(conversationId)
  }

  #choose(conversationId: string): Lane {
    const own = requireAt(this.all, this.all.length === 1 ? 0 : numberOf(conversationId) % this.all.length)
    return own.isIdle ? own : (this.all.find(({ isIdle }) => isIdle) ?? own)
  }
}

/** The last digits of an id are random whatever its version. */
const numberOf = (id: string): number => Number.parseInt(id.slice(-6), 16) || 0

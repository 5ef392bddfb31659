import type { Presence } from '@palaver/protocol'
import type { Follower } from './connection.ts'
import { Frame } from './frame.ts'

/** Who watches whom: profile changes go to every watcher, presence only to those who may see it. */
export class Watchers {
  readonly #watchers = new Map<string, Set<Follower>>()
  readonly #pending = new Map<Follower, Map<string, string>>()
  #scheduled = false

  /** Replaces the list of a follower; the value says whether the person's presence may be seen. */
  watch(follower: Follower, people: ReadonlyMap<string, boolean>): void {
    for (const id of follower.watched.keys()) if (!people.has(id)) this.#remove(id, follower)
    follower.watched.clear()
    for (const [id, presence] of people) {
      follower.watched.set(id, presence)
      const watchers = this.#watchers.get(id)
      if (watchers) watchers.add(follower)
      else this.#watchers.set(id, new Set([follower]))
    }
  }

  /** Forgets a follower that went away. */
  leave(follower: Follower): void {
    this.watch(follower, new Map())
    this.#pending.delete(follower)
  }

  /** Sends a frame about a person to those who watch them. */
  tell(userId: string, frame: Frame): void {
    for (const follower of this.#watchers.get(userId) ?? []) follower.connection.whisper(frame)
  }

  /** Tells presences; those of one turn of the event loop leave in one frame for each watcher, each encoded once. */
  present(presences: readonly Presence[]): void {
    for (const presence of presences) {
      const watchers = this.#watchers.get(presence.userId)
      if (!watchers) continue
      const json = JSON.stringify(presence)
      for (const follower of watchers) {
        if (!follower.watched.get(presence.userId)) continue
        const pending = this.#pending.get(follower)
        if (pending) pending.set(presence.userId, json)
        else this.#pending.set(follower, new Map([[presence.userId, json]]))
      }
    }
    if (this.#scheduled || this.#pending.size === 0) return
    this.#scheduled = true
    setImmediate(() => this.#flush())
  }

  #flush(): void {
    this.#scheduled = false
    for (const [follower, presences] of this.#pending) {
      const list = [...presences.values()].join(',')
      follower.connection.whisper(new Frame([`{"t":"eph","name":"presence.changed","payload":{"presences":[${list}]}}`]))
    }
    this.#pending.clear()
  }

  #remove(userId: string, follower: Follower): void {
    const watchers = this.#watchers.get(userId)
    watchers?.delete(follower)
    if (watchers?.size === 0) this.#watchers.delete(userId)
  }
}

import type { Presence } from '@palaver/protocol'
import type { ChatClient } from '../../chat-client.ts'
import { type ClientCore, memoised } from '../../core.ts'
import { people } from '../people/people.ts'
import { computedStore, keep, type OwnedStore, type Store } from '../../store.ts'

/** How the caller appears to others; absent fields stay. */
export interface PresenceChange {
  readonly status?: 'auto' | 'away' | 'busy' | 'invisible'
  /** The empty string removes it. */
  readonly text?: string
  /** Epoch milliseconds. */
  readonly textExpiresAt?: number
}

/** Who is there. */
export interface PresenceFeature {
  /** The presence of somebody, watched while anybody subscribes; `undefined` while it is not known. The same store for the same id. */
  of(userId: string): Store<Presence | undefined>
  /** Chooses how the caller appears. Rejects with the server's error. */
  set(change: PresenceChange): Promise<Presence>
}

const gatherMs = 100
const maxWatched = 200

const createPresence = (core: ClientCore, chat: ChatClient): PresenceFeature => {
  const stores = new Map<string, OwnedStore<Presence | undefined>>()
  const known = new Map<string, Presence>()
  /** The most recently wanted last: they are the ones on screen. */
  const watched = new Set<string>()
  let cancel: (() => void) | undefined

  const take = (presences: readonly Presence[]) => {
    for (const one of presences) {
      const before = known.get(one.userId)
      known.set(one.userId, keep(before, { ...one }))
      stores.get(one.userId)?.invalidate()
    }
  }
  const watch = () => {
    cancel = undefined
    if (!core.isOpen()) return
    const ids = [...watched].slice(-maxWatched)
    core.run('presence.watch', { people: ids.map((id) => [id, people(chat).person(id).getSnapshot()?.profileVersion ?? 0]) }).then(
      (answer) => {
        core.events.emit('people', answer.people)
        take(answer.presences)
      },
      // Presence is a courtesy: the next change or connection asks again.
      () => undefined,
    )
  }
  const plan = () => {
    cancel ??= core.platform.delay(gatherMs, watch)
  }
  const of = (userId: string): Store<Presence | undefined> => {
    const made = stores.get(userId)
    if (made) return made
    const store = computedStore(core.batch, () => known.get(userId), {
      onWatched: () => {
        watched.add(userId)
        plan()
      },
      onUnwatched: () => {
        watched.delete(userId)
        plan()
      },
    })
    stores.set(userId, store)
    return store
  }

  core.events.on('presence.changed', (payload) => take(payload.presences))
  core.events.on('open', () => {
    if (watched.size > 0) plan()
  })

  return {
    of,
    set: async (change) => {
      const answer = await core.run('presence.set', change)
      take([answer.presence])
      return answer.presence
    },
  }
}

/** The presence of a client; the same object each time. */
export const presence: (chat: ChatClient) => PresenceFeature = /* @__PURE__ */ memoised(createPresence)

import type { Person } from '@palaver/protocol'
import type { ChatClient } from '../../chat-client.ts'
import { type ClientCore, memoised } from '../../core.ts'
import { computedStore, type OwnedStore, type Store } from '../../store.ts'

/** Fields of the own profile that may change; absent ones stay. */
export interface ProfileChange {
  readonly name?: string
  /** 3 to 30 of a–z, 0–9, `_` and `.`. */
  readonly handle?: string
  readonly bio?: string
  readonly avatarHue?: number
}

/** Profiles of people. */
export interface People {
  /** The profile of somebody; lookups of one moment go as one command. The same store for the same id. */
  person(userId: string): Store<Person | undefined>
  /** Finds people by handle or name. Rejects with the server's error. */
  search(query: string, limit?: number): Promise<readonly Person[]>
  /** The own profile. */
  readonly me: Store<Person | undefined>
  /** Changes the own profile. Rejects with `handle_taken` when somebody else has the handle. */
  update(change: ProfileChange): Promise<Person>
}

const gatherMs = 10
const maxIds = 100

const createPeople = (core: ClientCore): People => {
  const { cache, batch } = core
  const stores = new Map<string, OwnedStore<Person | undefined>>()
  const wanted = new Set<string>()
  let cancel: (() => void) | undefined

  const lookUp = async () => {
    cancel = undefined
    const ids = [...wanted].slice(0, maxIds)
    for (const id of ids) wanted.delete(id)
    if (wanted.size > 0) plan()
    try {
      const { people: found } = await core.run('person.lookup', { ids })
      cache.addPeople(found)
    } catch {
      // Names are missing for the moment; the next connection asks again.
      for (const id of ids) missed.add(id)
    }
  }
  const missed = new Set<string>()
  const plan = () => {
    cancel ??= core.platform.delay(gatherMs, () => void core.ready.then(lookUp))
  }
  const want = (id: string) => {
    if (cache.person(id)) return
    wanted.add(id)
    plan()
  }
  const person = (id: string): OwnedStore<Person | undefined> => {
    const known = stores.get(id)
    if (known) return known
    const made = computedStore(batch, () => cache.person(id), { onWatched: () => want(id) })
    stores.set(id, made)
    return made
  }

  cache.onPeople((changed) => {
    for (const { id } of changed) stores.get(id)?.invalidate()
  })
  core.onEphemeral('person.updated', (payload) => cache.addPeople(payload.people))
  core.onOpen(() => {
    for (const id of missed) if (stores.get(id)?.watched()) want(id)
    missed.clear()
  })

  return {
    person,
    me: person(core.me),
    search: async (query, limit) => {
      const { people: found } = await core.run('person.search', { query, ...(limit === undefined ? {} : { limit }) })
      cache.addPeople(found)
      return found
    },
    update: async (change) => {
      const { person: updated } = await core.run('person.update', change)
      cache.addPeople([updated])
      return updated
    },
  }
}

/** The people of a client; the same object each time. */
export const people: (chat: ChatClient) => People = memoised(createPeople)

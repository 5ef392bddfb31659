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
  /** Data of the application's own, in place of that before; `customData` writes it. */
  readonly custom?: NonNullable<Person['custom']>
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
  const known = new Map<string, Person>()
  const stores = new Map<string, OwnedStore<Person | undefined>>()
  const wanted = new Set<string>()
  let cancel: (() => void) | undefined

  /** The higher profileVersion stays. */
  const note = (given: readonly Person[]): readonly Person[] => {
    const newer = given.filter((one) => (known.get(one.id)?.profileVersion ?? -1) < one.profileVersion)
    for (const one of newer) {
      known.set(one.id, Object.freeze(one))
      stores.get(one.id)?.invalidate()
    }
    return newer
  }
  const take = (given: readonly Person[]) => {
    const newer = note(given)
    if (newer.length > 0) void core.store(newer.map((value) => ({ table: 'people', key: value.id, value })))
  }
  const restored = core.load('people').then(
    (rows) => void note(rows.map(([, one]) => one as Person)),
    // Names are looked up then.
    () => undefined,
  )

  const lookUp = async () => {
    cancel = undefined
    const ids = [...wanted].filter((id) => !known.has(id)).slice(0, maxIds)
    for (const id of [...wanted]) if (ids.includes(id) || known.has(id)) wanted.delete(id)
    if (ids.length === 0) return
    if (wanted.size > 0) plan()
    try {
      const { people: found } = await core.run('person.lookup', { ids })
      take(found)
    } catch {
      // Names are missing for the moment; the next connection asks again.
      for (const id of ids) missed.add(id)
    }
  }
  const missed = new Set<string>()
  const plan = () => {
    cancel ??= core.platform.delay(gatherMs, () => void restored.then(lookUp))
  }
  const want = (id: string) => {
    if (known.has(id)) return
    wanted.add(id)
    plan()
  }
  const person = (id: string): OwnedStore<Person | undefined> => {
    const held = stores.get(id)
    if (held) return held
    const made = computedStore(core.batch, () => known.get(id), { onWatched: () => want(id) })
    stores.set(id, made)
    return made
  }

  core.events.on('people', take)
  core.events.on('person.updated', (payload) => take(payload.people))
  core.events.on('open', () => {
    for (const id of missed) if (stores.get(id)?.watched()) want(id)
    missed.clear()
  })

  return {
    person,
    me: person(core.me),
    search: async (query, limit) => {
      const { people: found } = await core.run('person.search', { query, limit })
      take(found)
      return found
    },
    update: async (change) => {
      const { person: updated } = await core.run('person.update', change)
      take([updated])
      return updated
    },
  }
}

/** The people of a client; the same object each time. */
export const people: (chat: ChatClient) => People = /* @__PURE__ */ memoised(createPeople)

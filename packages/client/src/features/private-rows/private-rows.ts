import type { CommandInput, CommandName, CommandOutput, PrivateKind, PrivateRow, PrivateRows as Answer, PrivateValue } from '@palaver/protocol'
import type { Given } from '../../commands/runner.ts'
import type { ClientCore } from '../../core.ts'
import type { UserStep } from '../../sync/sync.ts'
import { readStored, writesOf } from './stored-rows.ts'

/** Commands that change private rows and answer with them. */
export type PrivateCommand = { [Name in CommandName]: CommandOutput<Name> extends Answer ? Name : never }[CommandName]

/** What is private to the person, by kind and key, as far as this device knows; not public: features show it. */
export interface PrivateRows {
  /** What is stored on this device was read. */
  readonly restored: Promise<void>
  /** The values of a kind by key; the same map until one of them changes. */
  of<Kind extends PrivateKind>(kind: Kind): ReadonlyMap<string, PrivateValue<Kind>>
  /** Told of the kinds of which a row changed. */
  onChange(listener: (kinds: ReadonlySet<PrivateKind>) => void): void
  /** Runs a command and takes its answer in, so that it shows before the event comes. Rejects with the server's error. */
  run<Name extends PrivateCommand>(name: Name, input: Given<CommandInput<Name>>): Promise<readonly PrivateRow[]>
}

const idOf = ({ kind, key }: PrivateRow) => `${kind} ${key}`

const createPrivateRows = (core: ClientCore): PrivateRows => {
  const rows = new Map<string, PrivateRow>()
  const maps = new Map<PrivateKind, ReadonlyMap<string, unknown>>()
  const listeners = new Set<(kinds: ReadonlySet<PrivateKind>) => void>()
  /** Not stored by this tab since. */
  const unstored = new Set<string>()
  /** All rows up to here are held. */
  let upTo = 0
  let pulling = false

  const changed = (given: readonly PrivateRow[]) => {
    const kinds = new Set(given.map((row) => row.kind))
    for (const kind of kinds) maps.delete(kind)
    if (kinds.size > 0) for (const listener of listeners) listener(kinds)
  }
  const merge = (given: readonly PrivateRow[]) => {
    const newer = given.filter((row) => row.revision > (rows.get(idOf(row))?.revision ?? -1))
    for (const row of newer) rows.set(idOf(row), Object.freeze(row))
    changed(newer)
    return newer
  }
  const take = (given: readonly PrivateRow[]) => {
    for (const row of merge(given)) unstored.add(idOf(row))
    // One tab writes; another that is behind would put old rows under a new number.
    if (!core.isLeader()) return
    const { lineage } = core.sync.point()
    void core.store(writesOf({ lineage, upTo }, [...unstored].map((id) => [id, rows.get(id)])))
    unstored.clear()
  }
  const drop = (isGone: (row: PrivateRow) => boolean) => {
    const gone = [...rows.values()].filter(isGone)
    for (const id of gone.map(idOf)) {
      rows.delete(id)
      unstored.add(id)
    }
    changed(gone)
  }
  const step = (one: UserStep) => {
    if (one.reset) upTo = 0
    // Who begins with nothing is not told what was taken away, and may have heard of it before.
    const there = new Set(one.rows?.map(idOf))
    if (one.reset || one.after === 0) drop((row) => one.reset || (row.revision <= one.upTo && !there.has(idOf(row))))
    const fits = one.after <= upTo
    if (fits) upTo = Math.max(upTo, one.upTo)
    take(one.rows ?? [])
    if (!fits) void pull()
  }
  /** What came before this was asked for, or while nobody listened. */
  const pull = async () => {
    if (pulling || !core.isOpen()) return
    pulling = true
    const { lineage } = core.sync.point()
    try {
      for (let since = -1; since < upTo && upTo < (core.sync.point().userRevision ?? 0); ) {
        since = upTo
        const changes = await core.run('user.changes', { since })
        if (core.sync.point().lineage !== lineage) break
        step(changes)
      }
    } catch {
      // The next step, or being synced again, asks once more.
    }
    pulling = false
  }

  const restored = core.load('private').then(
    (stored) => {
      const found = readStored(stored, core.sync.point().lineage)
      upTo = found.upTo
      merge(found.rows)
    },
    // It is asked for then.
    () => undefined,
  )
  const pullSoon = () => void restored.then(pull)
  core.events.on('user', (one) => void restored.then(() => step(one)))
  core.events.on('synced', pullSoon)
  pullSoon()

  return {
    restored,
    of: <Kind extends PrivateKind>(kind: Kind) => {
      const known = maps.get(kind)
      const map = known ?? new Map([...rows.values()].flatMap((row) => (row.kind === kind && row.value ? [[row.key, row.value]] : [])))
      if (!known) maps.set(kind, map)
      return map as ReadonlyMap<string, PrivateValue<Kind>>
    },
    onChange: (listener) => void listeners.add(listener),
    run: async (name, input) => {
      const answer = (await core.run(name, input)) as Answer
      await restored
      take(answer.rows)
      core.batch.flush()
      return answer.rows
    },
  }
}

const made = /* @__PURE__ */ new WeakMap<ClientCore, PrivateRows>()

/** The private rows of a client; the same object each time. They are kept up to date from the first call on. */
export const privateRows = (core: ClientCore): PrivateRows => {
  const known = made.get(core) ?? createPrivateRows(core)
  made.set(core, known)
  return known
}

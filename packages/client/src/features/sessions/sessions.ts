import type { CommandInput, DeviceSession, PalaverError } from '@palaver/protocol'
import { asPalaverError } from '../../as-palaver-error.ts'
import type { ChatClient } from '../../chat-client.ts'
import { type ClientCore, memoised } from '../../core.ts'
import { computedStore, keep, type Store } from '../../store.ts'

/** The devices on which the person is signed in, as last asked: the asking one first, then by last use. */
export interface SessionList {
  readonly items: readonly DeviceSession[]
  /** `error`: the last try failed; what was known before stays in `items`. */
  readonly status: 'loading' | 'ready' | 'error'
  readonly error?: PalaverError | undefined
}

/** The person's device sessions. Asked for each time that somebody begins to watch, since other devices change them unheard. */
export interface Sessions extends Store<SessionList> {
  /** Asks again. Never rejects: the outcome is in the snapshot. */
  reload(): Promise<void>
  /** Signs a device out: its tokens are refused at once and its sockets close. Rejects with the server's error. */
  revoke(sessionId: string): Promise<void>
  /** Signs out every device but this one. Rejects with the server's error. */
  revokeOthers(): Promise<void>
  /**
   * Changes the password, and signs out every device but this one. Rejects with `invalid_credentials` when `current` is wrong, `forbidden`
   * when there is no password to change, `rate_limited` after wrong guesses.
   */
  changePassword(passwords: CommandInput<'account.changePassword'>): Promise<void>
}

const createSessions = (core: ClientCore): Sessions => {
  let items: readonly DeviceSession[] = []
  let status: SessionList['status'] = 'loading'
  let error: PalaverError | undefined
  /** Whichever answer was asked for last counts. */
  let asked = 0

  const set = (next: readonly DeviceSession[], nextStatus: SessionList['status'], nextError?: PalaverError) => {
    items = next
    status = nextStatus
    error = nextError
    store.invalidate()
  }
  const keepOnly = (stays: (session: DeviceSession) => boolean) => {
    // An answer under way may still hold what has just ended.
    asked += 1
    set(Object.freeze(items.filter(stays)), 'ready')
  }
  const reload = async () => {
    const number = ++asked
    if (status === 'error') set(items, 'loading')
    try {
      const { sessions: found } = await core.run('session.list', {})
      if (number === asked) set(Object.freeze(found), 'ready')
    } catch (cause) {
      if (number === asked) set(items, 'error', asPalaverError(cause, 'list the sessions'))
    }
  }
  const store = computedStore<SessionList>(core.batch, (previous) => keep(previous, { items, status, error }), { onWatched: () => void reload() })
  core.events.on('open', () => {
    if (store.watched() && status !== 'ready') void reload()
  })

  return {
    subscribe: store.subscribe,
    getSnapshot: store.getSnapshot,
    reload,
    revoke: async (sessionId) => {
      await core.run('session.revoke', { sessionId })
      keepOnly(({ id }) => id !== sessionId)
    },
    revokeOthers: async () => {
      await core.run('session.revokeOthers', {})
      keepOnly(({ current }) => current)
    },
    changePassword: async (passwords) => {
      await core.run('account.changePassword', passwords)
      await reload()
    },
  }
}

/** The device sessions of a client's person; the same object each time. */
export const sessions: (chat: ChatClient) => Sessions = /* @__PURE__ */ memoised(createSessions)

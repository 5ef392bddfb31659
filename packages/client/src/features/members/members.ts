import { memberRoles } from '@palaver/core'
import type { Member, PalaverError } from '@palaver/protocol'
import { asPalaverError } from '../../as-palaver-error.ts'
import { type ClientCore, memoised } from '../../core.ts'
import { isLoaded } from '../../state/conversation-state.ts'
import { gone, withMembers } from '../../state/merge.ts'
import { computedStore, keep, keepList, type Store } from '../../store.ts'
import type { ConversationHandle } from '../conversations/conversation-handle.ts'

/** The active members that are loaded, highest rank first, then by joining. */
export interface MemberList {
  readonly items: readonly Member[]
  readonly status: 'loading' | 'ready' | 'error'
  readonly hasMore: boolean
  readonly error?: PalaverError | undefined
}

/** The members of one conversation; loads when somebody subscribes. */
export interface Members extends Store<MemberList> {
  /** Loads the next page. */
  loadMore(): Promise<void>
  /** Adds people; those who are in it stay as they are. Rejects with the server's error. */
  add(userIds: readonly string[]): Promise<void>
  /** Removes somebody of lower rank. Rejects with the server's error. */
  remove(userId: string): Promise<void>
  /** Gives somebody of lower rank another role, below the caller's own. Rejects with the server's error. */
  setRole(userId: string, role: Member['role']): Promise<void>
  /** Gives oneself or somebody of lower rank other data of the application's own, in place of that before; `customData` writes it. Rejects with the server's error. */
  setCustom(userId: string, custom: NonNullable<Member['custom']>): Promise<void>
  /** Makes another member owner; the caller, who is owner, becomes an admin. Rejects with the server's error. */
  transferOwnership(userId: string): Promise<void>
  /** Leaves; the local copy goes. Rejects with the server's error. */
  leave(): Promise<void>
}

const byRank = (a: Member, b: Member): number =>
  memberRoles.indexOf(a.role) - memberRoles.indexOf(b.role) || a.joinedAt - b.joinedAt || (a.userId < b.userId ? -1 : 1)

const createMembers = (core: ClientCore, { id }: ConversationHandle): Members => {
  const { cache } = core
  let cursor: string | undefined
  let loadedEpoch = -1
  let loading: Promise<void> | undefined
  let error: PalaverError | undefined

  const isFirst = () => loadedEpoch !== cache.get(id).epoch
  const compute = (previous: MemberList | undefined): MemberList => {
    const active = [...cache.get(id).members.values()].filter((member) => member.state === 'active').sort(byRank)
    return keep(previous, {
      items: keepList(previous?.items, active),
      status: error ? 'error' : isFirst() ? 'loading' : 'ready',
      hasMore: !isFirst() && cursor !== undefined,
      error,
    })
  }
  const fetchPage = async () => {
    const asked = cache.get(id)
    // Before the cursor stands, a page could be older than where it will stand.
    if (!isLoaded(asked)) return
    const from = isFirst() ? undefined : cursor
    try {
      const page = await core.run('member.list', { conversationId: id, limit: 100, cursor: from })
      core.events.emit('people', page.people)
      if (cache.get(id).epoch !== asked.epoch) return
      cache.update(id, (state) => withMembers(state, page.members))
      cursor = page.nextCursor
      loadedEpoch = asked.epoch
      error = undefined
    } catch (cause) {
      error = asPalaverError(cause, 'load the members')
    }
  }
  const load = (): Promise<void> => {
    loading ??= core.ready.then(fetchPage).finally(() => {
      loading = undefined
      store.invalidate()
    })
    return loading
  }
  const ensure = () => {
    if (isFirst()) void load()
  }
  const store = computedStore<MemberList>(core.batch, compute, {
    onWatched: () => {
      core.sync.need(id)
      ensure()
    },
  })

  const take = (changed: readonly Member[]) => cache.update(id, (state) => withMembers(state, changed))
  const retry = () => {
    if (store.watched()) ensure()
  }
  cache.onChange((next, previous) => {
    if (next.id !== id) return
    store.invalidate()
    if (isLoaded(next) && (!isLoaded(previous) || next.epoch !== previous.epoch)) retry()
  })
  core.events.on('open', retry)

  return {
    subscribe: store.subscribe,
    getSnapshot: store.getSnapshot,
    loadMore: async () => {
      if (isFirst() || cursor !== undefined) await load()
    },
    add: async (userIds) => {
      take((await core.run('member.add', { conversationId: id, userIds: [...userIds] })).members)
    },
    remove: async (userId) => {
      take([(await core.run('member.remove', { conversationId: id, userId })).member])
    },
    setRole: async (userId, role) => {
      take([(await core.run('member.update', { conversationId: id, userId, role })).member])
    },
    setCustom: async (userId, custom) => {
      take([(await core.run('member.update', { conversationId: id, userId, custom })).member])
    },
    transferOwnership: async (userId) => {
      take((await core.run('conversation.transfer', { conversationId: id, userId })).members)
    },
    leave: async () => {
      await core.run('member.leave', { conversationId: id })
      cache.update(id, (state) => gone(state))
    },
  }
}

/** The members of a conversation; the same object each time. */
export const members: (conversation: ConversationHandle) => Members = /* @__PURE__ */ memoised(createMembers)

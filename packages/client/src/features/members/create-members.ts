import { memberRoles } from '@palaver/core'
import type { Member, PalaverError } from '@palaver/protocol'
import { asPalaverError } from '../../as-palaver-error.ts'
import type { ClientCore } from '../../core.ts'
import { computedStore, keep, keepList } from '../../store.ts'
import { isLoaded } from '../../state/conversation-state.ts'
import { gone, withMembers } from '../../state/merge.ts'
import type { MemberList, Members } from './members.ts'

const byRank = (a: Member, b: Member): number =>
  memberRoles.indexOf(a.role) - memberRoles.indexOf(b.role) || a.joinedAt - b.joinedAt || (a.userId < b.userId ? -1 : 1)

/** The members of one conversation. */
export const createMembers = (core: ClientCore, id: string) => {
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
      ...(error ? { error } : {}),
    })
  }
  const fetchPage = async () => {
    const asked = cache.get(id)
    // Before the cursor stands, a page could be older than where it will stand.
    if (!isLoaded(asked)) return
    const from = isFirst() ? undefined : cursor
    try {
      const page = await core.run('member.list', { conversationId: id, limit: 100, ...(from === undefined ? {} : { cursor: from }) })
      core.cache.addPeople(page.people)
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

  const members: Members = {
    subscribe: store.subscribe,
    getSnapshot: store.getSnapshot,
    loadMore: async () => {
      if (isFirst() || cursor !== undefined) await load()
    },
    add: async (userIds) => {
      const { members: added } = await core.run('member.add', { conversationId: id, userIds: [...userIds] })
      cache.update(id, (state) => withMembers(state, added))
    },
    remove: async (userId) => {
      const { member } = await core.run('member.remove', { conversationId: id, userId })
      cache.update(id, (state) => withMembers(state, [member]))
    },
    leave: async () => {
      await core.run('member.leave', { conversationId: id })
      cache.update(id, (state) => gone(state))
    },
  }
  return { members, invalidate: store.invalidate, watched: store.watched, ensure }
}

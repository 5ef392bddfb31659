import { isLarge } from '@palaver/core'
import type { ConversationCursor, Membership, ServerFrame, ServerFrames, UserChanges, UserRows } from '@palaver/protocol'
import type { Runner } from '../commands/runner.ts'
import type { Connection } from '../connection/connection.ts'
import type { Platform } from '../platform.ts'
import type { Cache } from '../state/cache.ts'
import { isLoaded } from '../state/conversation-state.ts'
import { withHead, withMarks, withMembership } from '../state/merge.ts'
import { createTimer } from '../timer.ts'
import { createConversationSync } from './conversation-sync.ts'
import { createHeldEvents } from './held-events.ts'

/** The numbers of the client as a whole, stored beside the rows. */
export interface SyncPoint {
  readonly lineage?: string | undefined
  readonly userRevision?: number | undefined
}

/** What was told of the user's own rows; with `reset` all of it is told anew. */
export interface UserStep {
  readonly after: number
  readonly upTo: number
  readonly rows?: UserChanges['rows'] | undefined
  readonly reset?: boolean
}

/** What the sync needs and tells. */
export interface SyncOptions {
  readonly platform: Platform
  readonly cache: Cache
  readonly run: Runner
  readonly send: Connection['send']
  /** `synced` or the sync point may have changed. */
  readonly onProgress: () => void
  /** In the order of userRevision, without a gap. */
  readonly onUser: (step: UserStep) => void
  /** The list of conversations is not what the server has: load it anew. */
  readonly onListStale: () => void
  /** The history is another one: positions that were given mean nothing any more. */
  readonly onOtherHistory: () => void
}

/** 1,000 are allowed; so many stay below the frame limit whatever their numbers. */
const cursorsPerFrame = 800
const holdMs = 500
const gatherMs = 20

/** Keeps the cache equal to the server's state: resume, events, heads, changes. */
export const createSync = (options: SyncOptions) => {
  const { platform, cache, run, send } = options
  let point: SyncPoint = {}
  let live = false
  let open = false
  const joining = new Set<string>()
  const visible = new Map<string, number>()
  const passive = new Set<string>()

  const cursorOf = (id: string): ConversationCursor[] => {
    const state = cache.get(id)
    return isLoaded(state) ? [[id, state.revision, state.marksRevision]] : []
  }
  const rank = (id: string) => (visible.has(id) ? 2 ** 53 : (cache.get(id).head?.activityAt ?? 0))
  /** `follow` is for the screen: it makes large conversations live, too. The rest joins as it does on resuming. */
  const join = () => {
    const large = (id: string) => !visible.has(id) && isLarge(cache.get(id).head?.memberCount ?? 0)
    const ids = [...joining]
    joining.clear()
    const follows = ids.filter((id) => !large(id)).flatMap(cursorOf)
    const resumes = ids.filter(large).flatMap(cursorOf)
    if (open && follows.length > 0) send({ t: 'follow', conversations: follows })
    if (open && resumes.length > 0) send({ t: 'resume', conversations: resumes, lineage: point.lineage })
  }
  const joinTimer = createTimer(platform, join)
  const follow = (ids: readonly string[]) => {
    if (!open) return
    for (const id of ids) joining.add(id)
    joinTimer.plan(gatherMs)
  }
  const conversations = createConversationSync({
    platform, cache, run, rank, follow, isOpen: () => open, onProgress: options.onProgress,
  })

  const takeMemberships = (memberships: readonly Membership[], load = true) => {
    for (const membership of memberships) {
      const id = membership.conversationId
      const before = cache.get(id)
      cache.update(id, (state) => withMembership(state, membership))
      const after = cache.get(id)
      if (after === before) continue
      if (after.gone) conversations.forget(id)
      else if (load && !isLoaded(after)) conversations.need(id)
    }
  }
  const moveUser = (userRevision: number) => {
    point = { ...point, userRevision }
    options.onProgress()
  }
  const userEvents = createHeldEvents<ServerFrames['evt']>({
    cursor: () => point.userRevision,
    apply: (event) => {
      const { memberships = [], rows }: UserRows = event.payload
      takeMemberships(memberships)
      moveUser(event.revision)
      options.onUser({ after: event.after, upTo: event.revision, rows })
    },
    onGap: () => userTimer.plan(holdMs),
  })
  const takeUser = (changes: UserChanges, load: boolean) => {
    takeMemberships(changes.memberships, load && !changes.reset)
    moveUser(changes.reset ? changes.upTo : Math.max(point.userRevision ?? 0, changes.upTo))
    options.onUser(changes)
    if (changes.reset) options.onListStale()
    userEvents.drain()
    if (changes.more) pullUser()
  }
  const pullUser = () => {
    run('user.changes', { since: point.userRevision ?? 0 }).then((changes) => takeUser(changes, true), () => {
      if (open) userTimer.plan(holdMs)
    })
  }
  const userTimer = createTimer(platform, pullUser)

  const dropCache = () => {
    conversations.restart()
    cache.clear()
    point = {}
    options.onOtherHistory()
    options.onListStale()
  }

  const resume = (lineage: string) => {
    if (point.lineage !== undefined && point.lineage !== lineage) dropCache()
    point = { userRevision: point.userRevision ?? 0, lineage }
    passive.clear()
    const loaded = cache.all().filter(isLoaded).map(({ id }) => id).sort((a, b) => rank(b) - rank(a))
    const entries = loaded.flatMap(cursorOf)
    for (let at = 0; at === 0 || at < entries.length; at += cursorsPerFrame) {
      send({
        t: 'resume',
        lineage,
        // Once is enough.
        userRevision: at === 0 ? point.userRevision : undefined,
        conversations: entries.slice(at, at + cursorsPerFrame),
        more: at + cursorsPerFrame < entries.length || undefined,
      })
    }
  }

  const takeSync = (frame: ServerFrames['sync']) => {
    if (frame.reset) {
      const { lineage } = point
      dropCache()
      point = { userRevision: 0, lineage }
    }
    // A client that knows nothing yet loads its list page by page instead.
    if (frame.user) takeUser(frame.user, frame.user.after > 0)
    for (const id of frame.gone ?? []) conversations.forget(id)
    for (const id of frame.passive ?? []) passive.add(id)
    for (const one of frame.conversations) conversations.takeSync(one)
  }

  const takePing = (heads: readonly ConversationCursor[]) => {
    for (const [id, revision, marksRevision] of heads) {
      conversations.takeHead(id, revision)
      const state = cache.get(id)
      if (isLoaded(state) && marksRevision > state.head.marksRevision) pullMarks(id)
    }
  }
  const pullMarks = (id: string) => {
    run('mark.list', { conversationId: id }).then(
      (marks) => cache.update(id, (state) => withMarks(state, marks, true)),
      // The next ping or opening asks again.
      () => undefined,
    )
  }

  return {
    /** The socket is authenticated: tells the server where this client stands. */
    open: (lineage: string) => {
      open = true
      resume(lineage)
    },
    lose: () => {
      open = false
      live = false
      userTimer.stop()
      joinTimer.stop()
      joining.clear()
      userEvents.clear()
      conversations.lose()
    },
    take: (frame: ServerFrame) => {
      if (frame.t === 'sync') takeSync(frame)
      else if (frame.t === 'live') {
        live = true
        conversations.resume()
      }
      else if (frame.t === 'evt' && frame.scope === 'user') userEvents.take(frame)
      // A later minor version may number other things, too.
      else if (frame.t === 'evt' && frame.scope === 'conversation') conversations.take(frame)
      else if (frame.t === 'ping') {
        takePing(frame.heads ?? [])
        // Its event may be under way.
        if ((frame.userRevision ?? 0) > (point.userRevision ?? 0)) userTimer.plan(holdMs)
      }
      else if (frame.t === 'head')
        for (const head of frame.heads) {
          if (isLoaded(cache.get(head.id))) cache.update(head.id, (state) => withHead(state, head))
          conversations.takeHead(head.id, head.revision)
        }
      options.onProgress()
    },
    follow,
    /** A screen shows it: load it, follow it live. Returns the end. */
    show: (id: string) => {
      visible.set(id, (visible.get(id) ?? 0) + 1)
      conversations.need(id)
      if (passive.delete(id)) follow([id])
      const state = cache.get(id)
      if (open && isLoaded(state) && state.head.marksRevision > state.marksRevision) pullMarks(id)
      return () => {
        const left = (visible.get(id) ?? 1) - 1
        if (left > 0) visible.set(id, left)
        else visible.delete(id)
      }
    },
    need: conversations.need,
    forget: conversations.forget,
    error: conversations.error,
    synced: () => live && conversations.idle() && !userTimer.isPlanned(),
    point: () => point,
    restore: ({ lineage, userRevision }: SyncPoint) => {
      point = { lineage, userRevision }
    },
  }
}

/** The sync of one client. */
export type Sync = ReturnType<typeof createSync>

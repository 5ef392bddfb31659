import type { CloseCode, ConversationCursor, EphemeralPayload, Presence } from '@palaver/protocol'
import { encodeEphemeral } from '../encode-frame.ts'
import type { Bus, BusMessage, EncodedEvent } from '../event.ts'
import type { Log } from '../log.ts'
import type { MessageLog } from '../message-log/message-log.ts'
import { type Counter, type Metrics, noMetrics } from '../metrics.ts'
import type { Report } from '../report.ts'
import { CatchUp } from './catch-up.ts'
import { Connections } from './connections.ts'
import type { Connection, Follower } from './connection.ts'
import { Followed } from './followed.ts'
import { Following, type ServerResume } from './following.ts'
import { Frame } from './frame.ts'
import { PassiveHeads } from './heads.ts'
import { HeldBack } from './held-back.ts'
import { Heartbeat } from './heartbeat.ts'
import { MarksCoalescer } from './marks.ts'
import { Mending } from './mending.ts'
import { Watchers } from './watchers.ts'

/** What {@link createFanOut} needs. */
export interface FanOutOptions {
  readonly bus: Bus
  readonly log: MessageLog
  readonly logger: Pick<Log, 'warn' | 'error'>
  /** Names the history of the database; a client with another one starts anew. */
  readonly lineage: string
  /** Default 25,000. */
  readonly heartbeatMs?: number
  /** Conversations that one connection may follow live; default 200. */
  readonly maxLive?: number
  /** Conversations that one connection may follow at all; default 5,000. */
  readonly maxFollowed?: number
  /** How long a late event is waited for before the database is asked; default 500. */
  readonly mendAfterMs?: number
  readonly report?: Report
  readonly metrics?: Metrics
}

/**
 * Brings what the bus tells to the sockets of this node: conversation -> live and passive connections, user -> connections,
 * person -> watchers. An event is encoded by its writer and framed once here; what one batch says of one conversation leaves for a
 * socket in one frame buffer.
 */
export class FanOut {
  /** The sockets of this node. */
  readonly connections: Connections
  readonly heartbeatMs: number
  readonly maxLive: number
  #lineage: string
  readonly #conversations = new Map<string, Followed>()
  readonly #watchers = new Watchers()
  readonly #marks: MarksCoalescer
  readonly #heads: PassiveHeads
  readonly #heldBack = new HeldBack()
  readonly #mending: Mending
  readonly #following: Following
  readonly #heartbeat: Heartbeat
  readonly #slowReaders: Counter
  readonly #ends: readonly (() => void)[]

  constructor(options: FanOutOptions) {
    const { bus, log, logger, metrics = noMetrics } = options
    const onError = (err: unknown): void => {
      logger.error({ err }, 'fan-out: a read failed and is tried again')
      options.report?.(err, { where: 'fan-out' })
    }
    metrics.gauge('palaver_fan_out_followed_conversations', () => this.#conversations.size)
    this.#slowReaders = metrics.counter('palaver_fan_out_slow_readers_total')
    this.#lineage = options.lineage
    this.heartbeatMs = options.heartbeatMs ?? 25_000
    this.maxLive = options.maxLive ?? 200
    this.connections = new Connections((follower) => this.#leave(follower))
    this.#marks = new MarksCoalescer((payload) => this.whisper(payload.conversationId, encodeEphemeral('marks.moved', payload)))
    this.#heads = new PassiveHeads({ read: (ids) => log.heads(ids), followed: (id) => this.#conversations.get(id), onError })
    this.#mending = new Mending({
      log,
      deliver: (followed, event) => this.#receive(followed, [event]),
      tooFar: (followed, revision, ended) => this.#tooFar(followed, revision, ended),
      onError,
      mended: metrics.counter('palaver_fan_out_gaps_mended_total'),
      lost: metrics.counter('palaver_fan_out_lost_publishes_total'),
      ...(options.mendAfterMs === undefined ? {} : { waitMs: options.mendAfterMs }),
    })
    this.#following = new Following({
      log,
      lineage: () => this.#lineage,
      maxLive: this.maxLive,
      maxFollowed: options.maxFollowed ?? 5000,
      open: (id) => this.#open(id),
      tidy: (followed) => this.#tidy(followed),
      behind: (followed, head) => this.#mending.expect(followed, head),
      touch: (id) => this.#heads.touch(id),
      onAhead: (userId, conversationId) => logger.warn({ userId, conversationId }, 'a client knows more than the database; it was reset'),
    })
    const catchUp = new CatchUp({
      log,
      find: (id) => this.#conversations.get(id),
      expect: (followed, head) => this.#mending.expect(followed, head),
      end: (followed, userIds, revision) => this.#end(followed, userIds, revision),
      touch: (id) => this.#heads.touch(id),
      tellMarks: (payload) => this.#marks.add(payload),
    })
    this.#heartbeat = new Heartbeat({
      everyMs: this.heartbeatMs,
      followers: () => this.connections.all(),
      conversations: () => this.#conversations.keys(),
      readCursors: (ids) => log.cursors(ids),
      readUserRevisions: (ids) => log.userRevisions(ids),
      onHeads: async (cursors) => {
        for (const [id] of cursors) this.#conversations.get(id)?.tellUnsaid()
        await catchUp.take(cursors)
      },
      onError,
    })
    this.#ends = [bus.subscribe((message) => this.#onMessage(message)), bus.onGap(() => void this.#heartbeat.catchUp())]
  }

  /** Names the history of the database; each `hello` carries it. */
  get lineage(): string {
    return this.#lineage
  }

  /** The database has another history (a backup was restored): what this node knows of it is void, and all sockets go, to come back to the new one. */
  startAnew(lineage: string): void {
    this.#lineage = lineage
    for (const follower of [...this.connections.all()]) {
      // At once, not when the socket is gone: who comes back before that must not meet the old revisions.
      this.connections.leave(follower)
      follower.connection.close(4503)
    }
  }

  /** Answers a `resume` frame and follows what it names. @throws when the database fails; the socket is then closed resumably. */
  resume(follower: Follower, frame: ServerResume): Promise<void> {
    return this.#following.resume(follower, frame)
  }

  /** Answers a `follow` frame. @throws like {@link resume}. */
  follow(follower: Follower, cursors: readonly ConversationCursor[]): Promise<void> {
    return this.#following.follow(follower, cursors)
  }

  /** Makes conversations passive: from now on only their heads come. */
  unfollow(follower: Follower, ids: readonly string[]): void {
    for (const id of ids) {
      const place = follower.live.get(id)
      if (place) this.#conversations.get(id)?.demote(follower, place)
    }
  }

  /** Replaces the people that a connection watches; true for those whose presence it may see. */
  watch(follower: Follower, people: ReadonlyMap<string, boolean>): void {
    if (!follower.closed) this.#watchers.watch(follower, people)
  }

  /** Sends an ephemeral frame to the live followers of a conversation on this node. */
  whisper(conversationId: string, frame: string, exceptUserId?: string): void {
    this.#conversations.get(conversationId)?.whisper(new Frame([frame]), exceptUserId)
  }

  /** Members of a conversation as last read by this node; undefined when nobody here follows it. */
  memberCount(conversationId: string): number | undefined {
    return this.#conversations.get(conversationId)?.memberCount
  }

  /** Runs `task` with each heartbeat, and when messages of the bus may have been lost: for what a feature publishes without an outbox. */
  onHeartbeat(task: () => Promise<void>): void {
    this.#heartbeat.also(task)
  }

  /** Stops the heartbeat and lets the bus go; sockets are the door's to close. */
  close(): void {
    for (const end of this.#ends) end()
    this.#heartbeat.close()
    this.#mending.close()
    this.#heads.close()
    this.#heldBack.close()
    this.#marks.close()
  }

  #onMessage(message: BusMessage): void {
    if (message.kind === 'events') this.#onEvents(message.events)
    else if (message.kind === 'marks') this.#onMarks(message.payload)
    else if (message.kind === 'own-marks') this.#onOwnMarks(message.payload)
    else if (message.kind === 'ephemeral') this.whisper(message.conversationId, message.frame, message.exceptUserId)
    else if (message.kind === 'person') this.#watchers.tell(message.userId, new Frame([message.frame]))
    else if (message.kind === 'presence') this.#present(message.payload.presences)
    else if (message.kind === 'revoked') this.#close(message.userId, 4403, ({ sessionId }) => sessionId === message.sessionId)
    else if (message.kind === 'suspended') this.#close(message.userId, 4423)
  }

  #onMarks(payload: EphemeralPayload<'marks.moved'>): void {
    const followed = this.#conversations.get(payload.conversationId)
    if (!followed?.isLive) return
    followed.takeMarks(payload.marksRevision)
    this.#marks.add(payload)
  }

  #onOwnMarks(payload: EphemeralPayload<'marks.moved'>): void {
    const frame = new Frame([encodeEphemeral('marks.moved', payload)])
    for (const { userId } of payload.marks) {
      for (const { live, passive, connection } of this.connections.of(userId)) {
        if (live.has(payload.conversationId) || passive.has(payload.conversationId)) connection.whisper(frame)
      }
    }
  }

  #present(presences: readonly Presence[]): void {
    this.#watchers.present(presences)
  }

  #onEvents(events: readonly EncodedEvent[]): void {
    const batches = new Map<Followed, EncodedEvent[]>()
    for (const event of events) {
      if (event.scope === 'user') {
        this.#tellUser(event)
        continue
      }
      const followed = this.#conversations.get(event.id)
      if (!followed) continue
      const batch = batches.get(followed)
      if (batch) batch.push(event)
      else batches.set(followed, [event])
    }
    for (const [followed, batch] of batches) this.#receive(followed, batch)
  }

  #receive(followed: Followed, events: readonly EncodedEvent[]): void {
    // Whoever went must not see what follows, and neither the event that tells the others.
    for (const { revision, ended } of events) if (ended && revision > (followed.order.revision ?? 0)) this.#end(followed, ended, revision)
    const ready = events.flatMap((event) => followed.order.accept(event))
    if (followed.order.waiting > 0) this.#mending.expect(followed)
    if (ready.length === 0) return
    const congested: Follower[] = []
    const astride = followed.deliver(ready, (follower) => congested.push(follower))
    for (const follower of congested) this.#slowDown(follower)
    for (const follower of astride) this.#reread(followed, follower)
    if (followed.owes) this.#heldBack.add(followed)
    if (followed.passive.size > 0) this.#heads.touch(followed.id)
  }

  #tellUser(event: EncodedEvent): void {
    const followers = this.connections.of(event.id)
    if (followers.size === 0) return
    const frame = new Frame([event.frame])
    for (const follower of followers) follower.connection.send(frame)
  }

  #end(followed: Followed, userIds: readonly string[], revision: number): void {
    for (const userId of userIds) for (const follower of this.connections.of(userId)) followed.end(follower, revision)
    this.#tidy(followed)
  }

  /** Everything that a slow reader follows live becomes passive; it learns of it, and follows again when it has caught up. */
  #slowDown(follower: Follower): void {
    this.#slowReaders.add()
    const ids = [...follower.live.keys()]
    for (const [id, place] of follower.live) this.#conversations.get(id)?.demote(follower, place)
    for (const id of ids) this.#heads.touch(id)
    follower.connection.send(Frame.of({ t: 'sync', conversations: [], passive: ids }))
  }

  #reread(followed: Followed, follower: Follower): void {
    const since = followed.opening.get(follower)?.from ?? 0
    this.#following.follow(follower, [[followed.id, since, 0]]).catch(() => follower.connection.close(4500))
  }

  #tooFar(followed: Followed, revision: number, ended: readonly string[]): void {
    this.#end(followed, ended, revision)
    const frame = Frame.of({ t: 'ping', heads: [[followed.id, revision, 0]] })
    for (const [follower, opening] of followed.opening) if (opening.from !== undefined) followed.settle(follower)
    for (const follower of followed.settled) follower.connection.ping(frame)
    const ready = followed.order.advance(revision)
    if (ready.length > 0) followed.deliver(ready, (follower) => this.#slowDown(follower))
  }

  #close(userId: string, code: CloseCode, concerns: (connection: Connection) => boolean = () => true): void {
    for (const { connection } of [...this.connections.of(userId)]) if (concerns(connection)) connection.close(code)
  }

  #open(id: string): Followed {
    const known = this.#conversations.get(id)
    if (known) return known
    const followed = new Followed(id)
    this.#conversations.set(id, followed)
    return followed
  }

  #tidy(followed: Followed): void {
    if (followed.empty) this.#conversations.delete(followed.id)
  }

  #leave(follower: Follower): void {
    this.#watchers.leave(follower)
    for (const id of [...follower.live.keys(), ...follower.passive.keys(), ...follower.opening]) {
      const followed = this.#conversations.get(id)
      if (!followed) continue
      followed.drop(follower)
      this.#tidy(followed)
    }
  }
}

/** The fan-out of this node; it subscribes to the bus at once. */
export const createFanOut = (options: FanOutOptions): FanOut => new FanOut(options)

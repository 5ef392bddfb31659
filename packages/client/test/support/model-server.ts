import type { MemberRole } from '@palaver/core'
import { type ClientFrame, type CommandName, type ConversationCursor, type Message, PalaverError, type PrivateRow, type ServerFrame } from '@palaver/protocol'
import type { Platform, WebSocketLike } from '../../src/index.ts'
import type { FakeClock } from './fake-clock.ts'
import { ModelConversation, sent } from './model-conversation.ts'

/** What becomes of one event frame on its way: each number is how often it arrives late by so many milliseconds. */
export type Fate = readonly number[]

interface Socket {
  readonly client: WebSocketLike
  userId?: string
  readonly follows: Set<string>
  open: boolean
}

/** Limits of the model, small enough for properties to reach them. */
const inline = 5
const page = 7
const resetBeyond = 40
const latencyMs = 5
const heartbeatMs = 25_000

/** A server that keeps everything in memory, answers by the protocol, and does to event frames what the test says. */
export class ModelServer {
  readonly conversations = new Map<string, ModelConversation>()
  readonly #clock: FakeClock
  readonly #sockets = new Set<Socket>()
  readonly #userRevisions = new Map<string, number>()
  /** When drafts were written, those that were taken away, too. */
  readonly #draftTimes = new Map<string, number>()
  readonly #privateRows = new Map<string, Map<string, PrivateRow>>()
  #ids = 0
  lineage = 'first'
  protocol = '1.0'
  up = true
  /** How each event frame fares; once and in time unless said otherwise. */
  fate: () => Fate = () => [0]
  /** How late the first frame of a connection comes, and with it the server's time. */
  helloLateMs = 0
  /** Commands that the server commits without answering: the socket breaks in between. */
  breakAfterCommit = false
  /** Errors that the next sends are answered with. */
  readonly refusals: PalaverError[] = []
  readonly commands: CommandName[] = []
  tokenLifeMs = 3_600_000
  readonly tokens = new Set<string>()

  constructor(clock: FakeClock) {
    this.#clock = clock
    const beat = () => {
      for (const socket of this.#sockets) this.#ping(socket)
      clock.delay(heartbeatMs, beat)
    }
    clock.delay(heartbeatMs, beat)
  }

  id(): string {
    this.#ids += 1
    return `00000000-0000-4000-8000-${String(this.#ids).padStart(12, '0')}`
  }

  get sockets(): number {
    return this.#sockets.size
  }

  group(userIds: readonly string[], name = 'group'): ModelConversation {
    const id = this.id()
    const made = new ModelConversation({
      id, type: 'group', name, avatarHue: 0, settings: { history: 'beginning' }, createdBy: userIds[0] ?? id, createdAt: this.#clock.now(), revision: 1,
    })
    for (const [at, userId] of userIds.entries()) made.place(userId, at === 0 ? 'owner' : 'member', this.#nextUserRevision(userId))
    this.conversations.set(id, made)
    for (const userId of userIds) this.#tellMembership(made, userId)
    return made
  }

  /** Somebody is removed: the others get the event, the one concerned only the change of the membership. */
  remove(conversation: ModelConversation, userId: string): void {
    const member = conversation.members.get(userId)
    const membership = conversation.memberships.get(userId)
    if (!member || !membership) return
    conversation.revision += 1
    conversation.members.set(userId, { ...member, state: 'removed', revision: conversation.revision })
    conversation.memberships.set(userId, { ...membership, state: 'removed', revision: this.#nextUserRevision(userId) })
    for (const socket of this.#sockets) if (socket.userId === userId) socket.follows.delete(conversation.conversation.id)
    this.#tellConversation(conversation, 'member.removed', { members: [conversation.members.get(userId)], memberCount: conversation.head().memberCount })
    this.#tellMembership(conversation, userId)
  }

  /** Somebody gets another role: two events, the second tells of it in the conversation. */
  setRole(conversation: ModelConversation, userId: string, role: MemberRole): void {
    const member = conversation.setRole(userId, role, this.#nextUserRevision(userId))
    if (!member) return
    this.#tellConversation(conversation, 'member.updated', { members: [member], memberCount: conversation.head().memberCount })
    this.#tellMembership(conversation, userId)
    const told = conversation.note(this.id(), userId, { type: 'role_changed', userId, role }, this.#clock.now())
    this.#tellConversation(conversation, 'message.sent', { messages: [told] })
  }

  edit(conversation: ModelConversation, position: number, text: string): void {
    const row = conversation.edit(position, text)
    if (row) this.#tellConversation(conversation, 'message.edited', { messages: [row] })
  }

  /** All sockets break; what was in flight is gone. */
  restart(): void {
    for (const socket of [...this.#sockets]) this.#close(socket, 1006)
  }

  close(code: number): void {
    for (const socket of [...this.#sockets]) this.#close(socket, code)
  }

  broadcast(frame: ServerFrame): void {
    for (const socket of this.#sockets) this.#deliver(socket, frame)
  }

  /** The parts of the platform that lead to this server. */
  transport(): Pick<Platform, 'openSocket' | 'fetch'> {
    return { openSocket: () => this.#accept(), fetch: (url, init) => this.#fetch(url, init) }
  }

  #accept(): WebSocketLike {
    let socket: Socket | undefined
    const client: WebSocketLike = {
      onmessage: null,
      onclose: null,
      send: (data) => {
        this.#clock.delay(latencyMs, () => {
          if (socket?.open) this.#take(socket, JSON.parse(data) as ClientFrame)
        })
      },
      close: () => {
        if (!socket) return
        socket.open = false
        this.#sockets.delete(socket)
      },
    }
    this.#clock.delay(latencyMs, () => {
      if (!this.up) return client.onclose?.({ code: 1006 })
      socket = { client, follows: new Set(), open: true }
      this.#sockets.add(socket)
      this.#deliver(socket, {
        t: 'hello', protocol: this.protocol, connectionId: this.id(), lineage: this.lineage, serverTime: this.#clock.now(), heartbeatMs,
        limits: { maxFrameBytes: 65_536, maxCommandsInFlight: 8, maxLiveConversations: 200, textMaxLength: 5000 },
      }, this.helloLateMs)
    })
    return client
  }

  #close(socket: Socket, code: number): void {
    socket.open = false
    this.#sockets.delete(socket)
    socket.client.onclose?.({ code })
  }

  #deliver(socket: Socket, frame: ServerFrame, lateMs = 0): void {
    this.#clock.delay(latencyMs + lateMs, () => {
      if (socket.open) socket.client.onmessage?.({ data: JSON.stringify(frame) })
    })
  }

  #take(socket: Socket, frame: ClientFrame): void {
    if (frame.t === 'auth') {
      if (!this.tokens.has(frame.token)) return this.#close(socket, 4401)
      const userId = frame.token.split(' ')[0] ?? ''
      socket.userId = userId
      this.#deliver(socket, { t: 'authed', userId, expiresAt: this.#clock.now() + this.tokenLifeMs })
    } else if (frame.t === 'resume') {
      const user = frame.userRevision === undefined ? undefined : this.#userChanges(socket.userId ?? '', frame.userRevision)
      this.#follow(socket, frame.conversations, user && user.upTo > user.after ? { user } : {})
      if (!frame.more) this.#deliver(socket, { t: 'live' })
    } else if (frame.t === 'follow') this.#follow(socket, frame.conversations, {})
    else if (frame.t === 'cmd') this.#command(socket, frame)
  }

  #follow(socket: Socket, cursors: readonly ConversationCursor[], more: { user?: ReturnType<ModelServer['userChanges']> }): void {
    const gone: string[] = []
    const conversations = cursors.flatMap(([id, revision, marksRevision]) => {
      const one = this.conversations.get(id)
      if (!one?.isActive(socket.userId ?? '')) {
        gone.push(id)
        return []
      }
      socket.follows.add(id)
      const head = one.head()
      if (head.revision === revision && head.marksRevision === marksRevision) return []
      const behind = one.changes(revision, inline, resetBeyond)
      return [{
        id, head,
        ...(head.revision === revision ? {} : { changes: behind }),
        ...(head.marksRevision === marksRevision ? {} : { marks: one.marksAfter(marksRevision) }),
      }]
    })
    if (conversations.length > 0 || gone.length > 0 || more.user) this.#deliver(socket, { t: 'sync', conversations, ...(gone.length > 0 ? { gone } : {}), ...more })
  }

  #ping(socket: Socket): void {
    const heads = [...socket.follows].flatMap((id): ConversationCursor[] => {
      const one = this.conversations.get(id)
      return one ? [[id, one.revision, one.marksRevision]] : []
    })
    this.#deliver(socket, { t: 'ping', heads, userRevision: this.#userRevisions.get(socket.userId ?? '') ?? 0 })
  }

  #command(socket: Socket, { id, name, input }: Extract<ClientFrame, { t: 'cmd' }>): void {
    try {
      const output = this.run(name as CommandName, input as Record<string, unknown>, socket.userId ?? '')
      if (this.breakAfterCommit && name === 'message.send') {
        this.breakAfterCommit = false
        return this.#close(socket, 1006)
      }
      this.#deliver(socket, { t: 'ok', id, output })
    } catch (error) {
      if (!(error instanceof PalaverError)) throw error
      this.#deliver(socket, { t: 'err', id, ...error.toBody() })
    }
  }

  async #fetch(url: string, init: RequestInit): Promise<Response> {
    if (!this.up) throw new TypeError('fetch failed')
    const token = new Headers(init.headers).get('authorization')?.slice(7) ?? ''
    const { pathname } = new URL(url)
    if (!this.tokens.has(token)) return Response.json(new PalaverError('unauthenticated', 'unable to run; no token').toBody(), { status: 401 })
    const name = pathname === '/v1/conversations' ? 'conversation.list' : pathname === '/v1/people/lookup' ? 'person.lookup' : undefined
    if (!name) return Response.json(new PalaverError('unknown_command', `unable to run; the model has no ${pathname}`).toBody(), { status: 404 })
    return Response.json(this.run(name, {}, token.split(' ')[0] ?? ''))
  }

  run(name: CommandName, input: Record<string, unknown>, userId: string): unknown {
    this.commands.push(name)
    const one = () => {
      const found = this.conversations.get(String(input['conversationId']))
      if (!found?.isActive(userId)) throw new PalaverError('not_found', `unable to run ${name}; no such conversation`)
      return found
    }
    switch (name) {
      case 'conversation.list': {
        const mine = [...this.conversations.values()].filter((each) => each.isActive(userId))
        return { conversations: mine.map((each) => each.view(userId)), people: [] }
      }
      case 'conversation.get':
        return one().view(userId)
      case 'conversation.changes':
        return one().changes(Number(input['since']), page, resetBeyond)
      case 'user.changes':
        return this.#userChanges(userId, Number(input['since']))
      case 'message.list':
        return this.#list(one().messages, input)
      case 'message.send':
        return this.#send(one(), input, userId)
      case 'mark.list':
        return one().marksAfter(0)
      case 'mark.update':
        return this.#moveMarks(input['marks'] as { conversationId: string; delivered?: number; read?: number }[], userId)
      case 'member.list':
        return { members: [...one().members.values()].filter((member) => member.state === 'active'), people: [] }
      case 'draft.set': {
        const { conversationId, threadId, text, editedAt: given } = input as { conversationId: string; threadId?: string; text: string; editedAt: number }
        one()
        const key = threadId ?? conversationId
        const editedAt = Math.min(given, this.#clock.now())
        const kept = this.#privateRows.get(userId)?.get(`draft ${key}`)
        if ((this.#draftTimes.get(userId + key) ?? 0) > editedAt) return { rows: kept ? [kept] : [] }
        this.#draftTimes.set(userId + key, editedAt)
        const value = { ...(threadId !== undefined && { conversationId }), text, editedAt }
        return { rows: [this.setPrivate(userId, { kind: 'draft', key, ...(text && { value }) })] }
      }
      // Acknowledged, and nothing more: what tells of it does not come.
      case 'poll.vote':
        return { message: one().messages.find(({ id }) => id === input['messageId']) }
      case 'message.hide':
      case 'message.unhide': {
        const { conversationId, messageIds } = input as { conversationId?: string; messageIds: string[] }
        return { rows: messageIds.map((key) => this.setPrivate(userId, { kind: 'hidden', key, ...(conversationId !== undefined && { value: { conversationId } }) })) }
      }
      case 'message.schedule': {
        const { clientId: key, ...said } = input as { clientId: string; conversationId: string; at: number; content: { kind: 'text'; text: string } }
        one()
        return { rows: [this.setPrivate(userId, { kind: 'scheduled', key, value: { ...said, state: 'waiting' } })] }
      }
      case 'scheduled.update': {
        const { scheduledId: key, ...change } = input as { scheduledId: string }
        const value = this.#privateRows.get(userId)?.get(`scheduled ${key}`)?.value
        return { rows: [this.setPrivate(userId, { kind: 'scheduled', key, value: { ...value, ...change } } as PrivateRow)] }
      }
      case 'scheduled.cancel':
        return { rows: [this.setPrivate(userId, { kind: 'scheduled', key: String(input['scheduledId']) })] }
      case 'person.lookup':
        return { people: [] }
      default:
        throw new PalaverError('unknown_command', `unable to run ${name}; the model does not have it`)
    }
  }

  userChanges(userId: string, since: number) {
    return this.#userChanges(userId, since)
  }

  #userChanges(userId: string, since: number) {
    const memberships = [...this.conversations.values()].flatMap((each) => each.memberships.get(userId) ?? []).filter((row) => row.revision > since)
    const rows = [...(this.#privateRows.get(userId)?.values() ?? [])].filter((row) => row.revision > since)
    return { after: since, upTo: this.#userRevisions.get(userId) ?? 0, memberships, ...(rows.length > 0 ? { rows } : {}) }
  }

  /** Writes a private row of somebody, or takes it away, and tells their devices. */
  setPrivate(userId: string, row: Pick<PrivateRow, 'kind' | 'key' | 'value'>): PrivateRow {
    const revision = this.#nextUserRevision(userId)
    const written = { ...row, revision } as PrivateRow
    const rows = this.#privateRows.get(userId) ?? new Map<string, PrivateRow>()
    this.#privateRows.set(userId, rows.set(`${row.kind} ${row.key}`, written))
    this.#emit((socket) => socket.userId === userId, { t: 'evt', name: 'private.changed', scope: 'user', id: userId, after: revision - 1, revision, payload: { rows: [written] } })
    return written
  }

  #list(messages: readonly Message[], input: Record<string, unknown>) {
    const limit = Math.min(page, Number(input['limit'] ?? page))
    const { before, after, around } = input as Partial<Record<'before' | 'after' | 'around', number>>
    const end = before !== undefined ? before - 1 : after !== undefined ? after + limit : around !== undefined ? around + 3 : messages.length
    const start = Math.max(0, after ?? end - limit)
    const rows = messages.slice(start, end)
    return { messages: rows, hasBefore: start > 0, hasAfter: end < messages.length }
  }

  #send(one: ModelConversation, input: Record<string, unknown>, senderId: string) {
    const refusal = this.refusals.shift()
    if (refusal) throw refusal
    const { row, replay } = one.send({
      id: this.id(), senderId, clientId: String(input['clientId']), content: input['content'] as Message['content'], createdAt: this.#clock.now(),
      ...(input['disappearAfterMs'] === undefined ? {} : { expiresAt: this.#clock.now() + Number(input['disappearAfterMs']) }),
    })
    if (!replay) this.#tellConversation(one, 'message.sent', { messages: [row] })
    return sent(row)
  }

  #moveMarks(moves: readonly { conversationId: string; delivered?: number; read?: number }[], userId: string) {
    const marks = moves.flatMap(({ conversationId, delivered = 0, read = 0 }) => {
      const one = this.conversations.get(conversationId)
      if (!one?.isActive(userId)) return []
      if (one.move({ userId, delivered, read })) this.#tellMarks(one)
      return [{ conversationId, delivered: one.mark(userId).delivered, read: one.mark(userId).read, unread: one.unread(userId) }]
    })
    return { marks }
  }

  #tellMarks(one: ModelConversation): void {
    const marks = one.marksAfter(0)
    this.#emit((socket) => socket.follows.has(one.conversation.id), { t: 'eph', name: 'marks.moved', payload: { conversationId: one.conversation.id, ...marks } })
  }

  #tellConversation(one: ModelConversation, name: string, payload: Record<string, unknown>): void {
    const { id } = one.conversation
    this.#emit((socket) => socket.follows.has(id), { t: 'evt', name, scope: 'conversation', id, after: one.revision - 1, revision: one.revision, payload })
  }

  #tellMembership(one: ModelConversation, userId: string): void {
    const revision = this.#userRevisions.get(userId) ?? 0
    const payload = { memberships: [one.memberships.get(userId)] }
    this.#emit((socket) => socket.userId === userId, { t: 'evt', name: 'membership.changed', scope: 'user', id: userId, after: revision - 1, revision, payload })
  }

  #emit(isFor: (socket: Socket) => boolean, frame: ServerFrame): void {
    for (const socket of this.#sockets) {
      if (!isFor(socket)) continue
      for (const lateMs of this.fate()) this.#deliver(socket, frame, lateMs)
    }
  }

  #nextUserRevision(userId: string): number {
    const next = (this.#userRevisions.get(userId) ?? 0) + 1
    this.#userRevisions.set(userId, next)
    return next
  }
}

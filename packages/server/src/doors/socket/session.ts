import { type ClientFrame, type ClientFrames, type CloseCode, PalaverError, closeCodes, protocolVersion } from '@palaver/protocol'
import type { UserCaller } from '../../platform/caller.ts'
import type { Connection, Follower } from '../../platform/fan-out/connection.ts'
import { Frame } from '../../platform/fan-out/frame.ts'
import { type Counter, noMetrics } from '../../platform/metrics.ts'
import { refusal } from '../../platform/refusal.ts'
import { readClientFrame } from './client-frames.ts'
import type { SessionParts } from './options.ts'
import { type Effect, type Happening, type State, table } from './states.ts'
import { TokenBucket } from './token-bucket.ts'
import type { Wire } from './wire.ts'

const longestTimer = 2_147_483_647
const maxHeld = 64
const maxMissedPings = 2
/** How long a close waits for the commands that run. */
const answerWithinMs = 1000
const live = new Frame(['{"t":"live"}'])

/** Who is at the other end of a socket. */
export interface Peer {
  readonly address: string
  /** Called when a token was accepted, each time. */
  readonly authenticated: () => void
}

/** One socket from its first byte to its last: runs what the table of states says. */
export class Session implements Connection {
  readonly id: string
  readonly #wire: Wire
  readonly #parts: SessionParts
  readonly #peer: Peer
  readonly #dropped: Counter
  readonly #frames: TokenBucket
  readonly #reads: TokenBucket
  #state: State = 'awaiting'
  #caller: UserCaller | undefined
  #follower: Follower | undefined
  #held: ClientFrame[] = []
  #inFlight = 0
  /** Set while the close waits for commands that run. */
  #answered: (() => void) | undefined
  #missedPings = 0
  /** `resume`, `follow` and `unfollow` one after the other, in the order of arrival. */
  #following: Promise<void> = Promise.resolve()
  #deadline: NodeJS.Timeout
  #expiry: NodeJS.Timeout | undefined

  constructor(wire: Wire, peer: Peer, parts: SessionParts) {
    const { limits, runtime, fanOut } = parts
    this.id = runtime.newId()
    this.#wire = wire
    this.#peer = peer
    this.#parts = parts
    this.#dropped = (parts.metrics ?? noMetrics).counter('palaver_socket_frames_dropped_total')
    const now = (): number => runtime.now()
    this.#frames = new TokenBucket(limits.framesPerSecond, limits.framesBurst, now)
    this.#reads = new TokenBucket(limits.readsPerSecond, limits.readsBurst, now)
    this.#deadline = setTimeout(() => this.#happen('deadline'), limits.authWithinMs)
    wire.onMessage((text) => this.#receive(text))
    wire.onClose(() => this.#happen('gone'))
    const { maxFrameBytes, maxCommandsInFlight, textMaxLength } = limits
    wire.send(
      Frame.of({
        t: 'hello',
        protocol: protocolVersion,
        connectionId: this.id,
        lineage: fanOut.lineage,
        serverTime: runtime.now(),
        heartbeatMs: fanOut.heartbeatMs,
        limits: { maxFrameBytes, maxCommandsInFlight, maxLiveConversations: fanOut.maxLive, textMaxLength },
      }),
    )
  }

  get userId(): string {
    return this.#caller?.userId ?? ''
  }

  get sessionId(): string | undefined {
    return this.#caller?.sessionId
  }

  get state(): State {
    return this.#state
  }

  /** Bytes that wait for the reader. */
  get buffered(): number {
    return this.#wire.bufferedAmount()
  }

  get congested(): boolean {
    return this.buffered > this.#parts.limits.softBufferBytes
  }

  send(frame: Frame): void {
    if (this.buffered > this.#parts.limits.hardBufferBytes) return this.close(4508)
    this.#wire.send(frame)
  }

  offer(frame: Frame): boolean {
    if (this.congested) return false
    this.#wire.send(frame)
    return true
  }

  whisper(frame: Frame): void {
    if (!this.offer(frame)) this.#dropped.add(frame.texts.length)
  }

  ping(frame: Frame): void {
    if (this.#missedPings >= maxMissedPings) return this.#happen('silent')
    this.#missedPings += 1
    this.send(frame)
  }

  /** Closes the socket, whatever its state. No frame counts any more; commands that run are still answered, `session.end` among them. */
  close(code: CloseCode): void {
    if (this.#state === 'closed') return
    this.#state = 'closed'
    this.#run({ do: 'leave' })
    // Whoever does not read what is sent would not read answers either.
    if (this.#inFlight === 0 || code === 4508) return this.#run({ do: 'close', code })
    const late = setTimeout(() => this.#answered?.(), answerWithinMs)
    this.#answered = () => {
      clearTimeout(late)
      this.#answered = undefined
      this.#run({ do: 'close', code })
    }
  }

  #receive(text: string | undefined): void {
    if (this.#state === 'closed') return
    if (!this.#frames.take()) return this.#happen('flooded')
    const frame = text === undefined ? undefined : readClientFrame(text)
    if (!frame) return this.#happen('malformed')
    if ((frame.t === 'resume' || frame.t === 'follow') && !this.#reads.take()) return this.#happen('flooded')
    this.#happen(frame.t, frame)
  }

  #happen(happening: Happening, frame?: ClientFrame): void {
    const step = table[this.#state][happening]
    this.#state = step.next
    for (const effect of step.effects) this.#run(effect, frame)
  }

  #run(effect: Effect, frame?: ClientFrame): void {
    switch (effect.do) {
      case 'close':
        this.#parts.logger.debug({ connectionId: this.id, code: effect.code }, 'closing a socket')
        this.#parts.metrics?.counter('palaver_socket_closes_total', { code: String(effect.code) }).add()
        return this.#wire.close(effect.code, closeCodes[effect.code].name)
      case 'leave':
        return this.#leave()
      case 'greet':
        return this.#greet()
      case 'announceLive':
        return this.send(live)
      case 'answered':
        this.#missedPings = 0
        return
      default:
        if (frame) this.#runFrame(effect.do, frame)
    }
  }

  #runFrame(effect: Exclude<Effect['do'], 'close'>, frame: ClientFrame): void {
    if (effect === 'hold') {
      if (this.#held.length >= maxHeld) return this.#happen('flooded')
      this.#held.push(frame)
    } else if (frame.t === 'auth') {
      void this.#authenticate(frame.token)
    } else if (frame.t === 'cmd') {
      if (effect === 'refuse') this.#sendError(refusal('unauthenticated', `unable to run ${frame.name}; it needs a user's token`), frame.id)
      else void this.#command(frame)
    } else if (frame.t !== 'pong') {
      this.#follow(frame)
    }
  }

  async #authenticate(token: string): Promise<void> {
    try {
      const caller = await this.#parts.authenticate(token, { address: this.#peer.address, requestId: this.id })
      if (this.#state === 'closed') return
      if (caller.kind !== 'user') return this.#happen('refused')
      // A socket belongs to one person for its whole life: everything that it was sent was theirs.
      if (this.#caller && this.#caller.userId !== caller.userId) return this.#happen('malformed')
      if (!this.#caller) {
        const seat = this.#takeSeat(caller.userId)
        // A count of this node holds only until the next turn.
        if (!(seat instanceof Promise ? await seat : seat)) return this.#happen('flooded')
        if (this.state === 'closed') return this.#parts.seats?.leave(caller.userId, this.id)
      }
      this.#caller = { ...caller, connectionId: this.id }
      this.#happen('accepted')
    } catch (error) {
      if (error instanceof PalaverError && error.code === 'unauthenticated') return this.#happen('refused')
      if (error instanceof PalaverError && error.code === 'account_suspended') return this.#happen('suspended')
      if (error instanceof PalaverError && error.code === 'rate_limited') return this.#happen('flooded')
      this.#fail(error, 'unable to judge a token')
    }
  }

  #takeSeat(userId: string): boolean | Promise<boolean> {
    const { seats, fanOut, limits } = this.#parts
    return seats ? seats.take({ userId, connectionId: this.id, most: limits.maxSocketsPerUser }) : fanOut.connections.of(userId).size < limits.maxSocketsPerUser
  }

  #greet(): void {
    const caller = this.#caller
    if (!caller) return
    this.#peer.authenticated()
    clearTimeout(this.#deadline)
    clearTimeout(this.#expiry)
    const until = caller.expiresAt - this.#parts.runtime.now() + this.#parts.limits.expiryGraceMs
    this.#expiry = setTimeout(() => this.#happen('expired'), Math.min(Math.max(0, until), longestTimer))
    this.#follower ??= this.#parts.fanOut.connections.enter(this)
    this.send(Frame.of({ t: 'authed', userId: caller.userId, expiresAt: caller.expiresAt }))
    const held = this.#held
    this.#held = []
    for (const frame of held) this.#happen(frame.t, frame)
  }

  async #command(frame: ClientFrames['cmd']): Promise<void> {
    const caller = this.#caller
    if (!caller) return
    if (this.#inFlight >= this.#parts.limits.maxCommandsInFlight) {
      const options = { retryAfterMs: 100 }
      return this.#sendError(refusal('rate_limited', 'unable to run the command; too many are in flight on this socket', options), frame.id)
    }
    this.#inFlight += 1
    try {
      // Handed over at once, in the order of arrival: the registry starts what one connection sent in that order.
      const { json, replay } = await this.#parts.commands.run(frame.name, frame.input, caller, 'socket')
      this.send(new Frame([`{"t":"ok","id":${frame.id},"output":${json}${replay ? ',"replay":true' : ''}}`]))
    } catch (error) {
      this.#sendError(error, frame.id)
    } finally {
      this.#inFlight -= 1
      if (this.#inFlight === 0) this.#answered?.()
    }
  }

  #sendError(error: unknown, id: number): void {
    const known = error instanceof PalaverError ? error : new PalaverError('internal', 'unable to run the command; the server failed')
    if (known !== error) this.#parts.logger.error({ err: error, connectionId: this.id }, 'a command failed in an undeclared way')
    this.send(Frame.of({ t: 'err', id, ...known.toBody() }))
  }

  #follow(frame: ClientFrames['resume' | 'follow' | 'unfollow']): void {
    const follower = this.#follower
    if (!follower) return
    const { fanOut } = this.#parts
    this.#following = this.#following
      .then(async () => {
        if (follower.closed) return
        if (frame.t === 'unfollow') return fanOut.unfollow(follower, frame.conversations)
        if (frame.t === 'follow') return fanOut.follow(follower, frame.conversations)
        await fanOut.resume(follower, frame)
        if (frame.more !== true) this.#happen('resumed')
      })
      .catch((error: unknown) => this.#fail(error, 'unable to answer a resume or follow frame'))
  }

  #fail(error: unknown, message: string): void {
    this.#parts.logger.error({ err: error, connectionId: this.id }, message)
    this.#parts.report?.(error, { where: 'socket', connectionId: this.id })
    this.#happen('failed')
  }

  #leave(): void {
    clearTimeout(this.#deadline)
    clearTimeout(this.#expiry)
    this.#held = []
    if (this.#follower) this.#parts.fanOut.connections.leave(this.#follower)
  }
}

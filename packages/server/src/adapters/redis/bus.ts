import type { Redis } from 'ioredis'
import type { Bus, BusMessage } from '../../platform/event.ts'
import { type Counter, type Metrics, noMetrics } from '../../platform/metrics.ts'
import { createInProcessBus } from '../in-process/bus.ts'
import { BusHearing } from './bus-hearing.ts'
import { emptyPublication, isOfOtherVersion, readPublication, writePublications } from './bus-wire.ts'
import type { RedisConnections } from './open-redis.ts'

/** What {@link createRedisBus} needs. */
export interface RedisBusOptions {
  readonly redis: RedisConnections
  /** Different for each running node. */
  readonly nodeId: string
  readonly onError: (error: unknown) => void
  /** The node publishes to itself each third of this, and is deaf when it hears nothing for most of it. Default 25,000. */
  readonly heartbeatMs?: number
  /** Channels; every node of a deployment needs the same number. Default 16. */
  readonly shards?: number
  /** Characters that may wait for Redis; what comes above it is not taken. Default 64 Mi. */
  readonly maxWaiting?: number
  readonly metrics?: Metrics
}

const closeWithinMs = 1000
/** How often, at most, nodes look into the database because one of another version published something. */
const lookEveryMs = 1000

/**
 * The bus over sharded publish and subscribe of Redis. Every node subscribes to all shards; the id of a conversation or user picks one,
 * so that one node's messages of one conversation keep their order. A node's own messages reach its handlers at once and not again.
 * @throws {Error} when Redis refuses the subscription.
 */
export async function createRedisBus(options: RedisBusOptions): Promise<Bus> {
  const bus = new RedisBus(options)
  await bus.open()
  return bus
}

class RedisBus implements Bus {
  readonly #local: Bus
  readonly #commands: Redis
  readonly #subscriber: Redis
  readonly #nodeId: string
  readonly #channels: readonly Buffer[]
  readonly #shardOfChannel: ReadonlyMap<string, number>
  readonly #hearing: BusHearing
  readonly #everyMs: number
  readonly #maxWaiting: number
  readonly #onError: (error: unknown) => void
  readonly #refused: Counter
  readonly #gapListeners = new Set<() => void>()
  #timer: NodeJS.Timeout | undefined
  #look: NodeJS.Timeout | undefined
  #lookedAt = Number.NEGATIVE_INFINITY
  #waiting = 0
  #whenEmpty: (() => void) | undefined
  #closed = false
  #reason = 'nothing came back'

  constructor({ redis, nodeId, onError, heartbeatMs = 25_000, shards = 16, maxWaiting = 67_108_864, metrics = noMetrics }: RedisBusOptions) {
    this.#local = createInProcessBus(onError)
    this.#commands = redis.commands
    this.#subscriber = redis.subscriber
    this.#nodeId = nodeId
    this.#channels = Array.from({ length: shards }, (_, shard) => Buffer.from(`${redis.prefix}bus:${shard}`))
    this.#shardOfChannel = new Map(this.#channels.map((channel, shard) => [channel.toString('latin1'), shard]))
    this.#everyMs = heartbeatMs / 3
    this.#maxWaiting = maxWaiting
    this.#onError = onError
    const interruptions = metrics.counter('palaver_bus_interruptions_total')
    this.#refused = metrics.counter('palaver_bus_refused_total')
    this.#hearing = new BusHearing({
      shards,
      everyMs: this.#everyMs,
      now: () => performance.now(),
      onGap: () => {
        interruptions.add()
        this.#tellOfGap()
      },
    })
    metrics.gauge('palaver_bus_deaf_shards', () => this.#hearing.deaf())
  }

  async open(): Promise<void> {
    this.#subscriber.on('smessageBuffer', this.#receive)
    await this.#subscribe()
    this.#subscriber.on('ready', this.#resubscribe)
    this.#subscriber.on('close', this.#interrupted)
    this.#commands.on('ready', this.#sound)
    this.#sound()
    this.#timer = setInterval(() => {
      // Redis may have ended a subscription, or refused it, without ending the connection.
      if (this.#hearing.deaf() > 0) this.#resubscribe()
      else this.#sound()
    }, this.#everyMs).unref()
  }

  publish(message: BusMessage, taken?: () => void): void {
    if (this.#closed) return
    this.#local.publish(message)
    const publications = writePublications(message, this.#nodeId, this.#channels.length)
    let left = publications.length
    if (left === 0) taken?.()
    for (const { shard, text } of publications) {
      this.#send(shard, text, () => {
        left -= 1
        if (left === 0) taken?.()
      })
    }
  }

  subscribe(handler: (message: BusMessage) => void): () => void {
    return this.#local.subscribe(handler)
  }

  onGap(listener: () => void): () => void {
    // A wrapper for each, so that the same function can listen twice.
    const own = (): void => listener()
    this.#gapListeners.add(own)
    return () => void this.#gapListeners.delete(own)
  }

  fault(): string | undefined {
    const deaf = this.#hearing.deaf()
    return deaf === 0 ? undefined : `${deaf} of ${this.#channels.length} shards are not heard; ${this.#reason}`
  }

  /** What was published last gets a second to leave. */
  async close(): Promise<void> {
    if (this.#closed) return
    this.#closed = true
    clearInterval(this.#timer)
    clearTimeout(this.#look)
    this.#subscriber.off('smessageBuffer', this.#receive).off('ready', this.#resubscribe).off('close', this.#interrupted)
    this.#commands.off('ready', this.#sound)
    this.#gapListeners.clear()
    await this.#local.close()
    if (this.#waiting === 0) return
    await new Promise<void>((resolve) => {
      this.#whenEmpty = resolve
      setTimeout(resolve, closeWithinMs).unref()
    })
  }

  #send(shard: number, text: string, taken?: () => void): void {
    const channel = this.#channels[shard]
    if (!channel || (this.#waiting > 0 && this.#waiting + text.length > this.#maxWaiting)) return this.#refused.add()
    this.#waiting += text.length
    this.#commands
      .spublish(channel, text)
      .then(
        () => taken?.(),
        (error: unknown) => {
          this.#refused.add()
          this.#reason = reasonOf(error)
        },
      )
      .catch(this.#onError)
      .finally(() => {
        this.#waiting -= text.length
        if (this.#waiting === 0) this.#whenEmpty?.()
      })
  }

  readonly #receive = (channel: Buffer, bytes: Buffer): void => {
    try {
      const received = readPublication(bytes)
      if (!received) return isOfOtherVersion(bytes) ? this.#lookSoon() : undefined
      if (received.nodeId !== this.#nodeId) for (const message of received.messages()) this.#local.publish(message)
      else this.#hearing.heard(this.#shardOfChannel.get(channel.toString('latin1')) ?? -1)
    } catch (error) {
      // Whoever may publish to Redis may publish nonsense.
      this.#onError(error)
    }
  }

  readonly #tellOfGap = (): void => {
    for (const listener of this.#gapListeners) listener()
  }

  /** A node of another version has said what this one cannot read: the database can. */
  #lookSoon(): void {
    this.#look ??= setTimeout(() => {
      this.#look = undefined
      this.#lookedAt = performance.now()
      this.#tellOfGap()
    }, Math.max(0, this.#lookedAt + lookEveryMs - performance.now())).unref()
  }

  /** Publishes nothing to every shard, and listens for it. */
  readonly #sound = (): void => {
    for (const shard of this.#channels.keys()) this.#send(shard, emptyPublication(this.#nodeId))
  }

  readonly #interrupted = (): void => {
    this.#reason = 'the connection is lost'
    this.#hearing.interrupted()
  }

  readonly #resubscribe = (): void => {
    this.#subscribe().then(this.#sound, (error: unknown) => { this.#reason = reasonOf(error) })
  }

  async #subscribe(): Promise<void> {
    // One at a time: in a cluster, each may belong to another node.
    await Promise.all(this.#channels.map((channel) => this.#subscriber.ssubscribe(channel)))
  }
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

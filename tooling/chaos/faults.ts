import type { Actor } from './actor.ts'
import { say } from './acts/say.ts'
import type { ChaosNode } from './node.ts'
import type { Condition, Strike } from './fault-proxy.ts'
import type { Stack } from './stack.ts'

/** What a fault may touch. */
export interface Stage {
  readonly stack: Stack
  readonly actors: readonly Actor[]
  /** Waits, but not beyond the end of the run: then everything is healed. */
  hold(ms: number): Promise<void>
  /** Conversations that an actor may write to. */
  conversationsOf(actor: Actor): readonly string[]
  backup(): Promise<void>
  restore(): Promise<void>
}

/** One fault as planned. */
export interface Fault {
  readonly atMs: number
  readonly kind: FaultName
  /** Which client or node, as an index. */
  readonly target: number
  readonly forMs: number
  /** In [0, 1): how exactly, where there is a choice. */
  readonly dice: number
}

interface FaultKind {
  /** Whom it hits; two faults never hit the same one at once. */
  readonly scope: 'client' | 'node' | 'worker' | 'postgres' | 'redis' | 'everything'
  /** How often: for each client, or for the whole run where it hits servers. */
  readonly perMinute: number
  readonly forMs: readonly [number, number]
  inject(stage: Stage, fault: Fault): Promise<void>
}

const actorOf = ({ actors }: Stage, { target }: Fault): Actor => {
  const actor = actors[target]
  if (!actor) throw new Error(`unable to inject a fault; there is no client ${target}`)
  return actor
}
const nodeOf = ({ stack }: Stage, { target }: Fault): ChaosNode => {
  const node = stack.nodes[target]
  if (!node) throw new Error(`unable to inject a fault; there is no node ${target}`)
  return node
}

const struck = (strike: Strike): FaultKind => ({
  scope: 'client',
  perMinute: 0.4,
  forMs: [0, 0],
  inject: async (stage, fault) => actorOf(stage, fault).proxy.strike(strike),
})
const suffering = (condition: Condition): FaultKind => ({
  scope: 'client',
  perMinute: 0.3,
  forMs: [300, 4000],
  inject: async (stage, fault) => {
    const { proxy } = actorOf(stage, fault)
    proxy.begin(condition)
    await stage.hold(fault.forMs)
    proxy.heal()
  },
})
const between = (peer: 'database' | 'redis', condition: Condition, { perMinute, subscribersOnly = false }: { readonly perMinute: number; readonly subscribersOnly?: boolean }): FaultKind => ({
  scope: 'node',
  perMinute,
  forMs: [1000, 6000],
  inject: async (stage, fault) => {
    const proxy = nodeOf(stage, fault)[peer]
    proxy.begin(condition, { subscribersOnly })
    await stage.hold(fault.forMs)
    proxy.heal()
  },
})
const down = (perMinute: number, how: 'kill' | 'stop'): FaultKind => ({
  scope: 'node',
  perMinute,
  forMs: [200, 4000],
  inject: async (stage, fault) => {
    const node = nodeOf(stage, fault)
    await node.process[how]()
    await stage.hold(fault.forMs)
    await node.revive()
  },
})
const restarted = (perMinute: number, how: 'crash' | 'tidy'): FaultKind => ({
  scope: 'postgres',
  perMinute,
  forMs: [0, 0],
  inject: ({ stack }) => stack.postgres.restart(how),
})
const reloaded = (how: 'close' | 'crash'): FaultKind => ({
  scope: 'client',
  perMinute: 0.15,
  forMs: [0, 40],
  inject: async (stage, fault) => {
    const actor = actorOf(stage, fault)
    const ids = stage.conversationsOf(actor)
    // So that the outbox is not empty.
    for (let i = 0; i < 4; i++) {
      const id = ids[Math.floor(fault.dice * ids.length + i) % ids.length]
      if (id !== undefined) say(actor, id)
    }
    await stage.hold(fault.forMs)
    await actor.reload(how)
  },
})

const hourMs = 3_600_000

/** Every fault there is. */
export const faultKinds = {
  'client: connection dropped': struck('drop'),
  'client: frame truncated': struck('truncate'),
  'client: connection half-closed': struck('half-close'),
  'client: network cut': suffering('cut'),
  'client: connection stalled': suffering('stall'),
  'client: bytes lost': suffering('black-hole'),
  'client: everything late': suffering('delay'),
  'client: tab reloaded, outbox not empty': reloaded('close'),
  'client: tab crashed, outbox not empty': reloaded('crash'),
  'client: tab opened with a wrong clock': {
    scope: 'client',
    perMinute: 0.15,
    forMs: [0, 0],
    inject: async (stage, fault) => {
      const actor = actorOf(stage, fault)
      actor.clock.skew = Math.round((fault.dice * 2 - 1) * 3 * hourMs)
      // A page takes the clock once, when it opens, and goes on evenly from there.
      await actor.reload('close')
    },
  },
  'node: killed (kill -9)': down(1, 'kill'),
  'node: stopped and started': down(0.4, 'stop'),
  'node: frozen': {
    scope: 'node',
    perMinute: 0.4,
    forMs: [500, 5000],
    inject: async (stage, fault) => {
      const node = nodeOf(stage, fault)
      node.process.freeze()
      await stage.hold(fault.forMs)
      node.process.thaw()
    },
  },
  'node: cut off from Redis': between('redis', 'cut', { perMinute: 0.5 }),
  'node: bytes to and from Redis lost': between('redis', 'black-hole', { perMinute: 0.4 }),
  'node: Redis late': between('redis', 'delay', { perMinute: 0.3 }),
  'node: deaf on the bus': between('redis', 'black-hole', { perMinute: 0.6, subscribersOnly: true }),
  'node: cut off from PostgreSQL': between('database', 'cut', { perMinute: 0.4 }),
  'node: PostgreSQL stalled': between('database', 'stall', { perMinute: 0.4 }),
  'node: PostgreSQL late': between('database', 'delay', { perMinute: 0.3 }),
  'node: connections to PostgreSQL dropped': {
    scope: 'node',
    perMinute: 0.6,
    forMs: [0, 0],
    inject: async (stage, fault) => nodeOf(stage, fault).database.strike('drop'),
  },
  'worker: killed (kill -9)': {
    scope: 'worker',
    perMinute: 0.6,
    forMs: [200, 4000],
    inject: async (stage, fault) => {
      const { worker } = stage.stack
      await worker.process.kill()
      await stage.hold(fault.forMs)
      await worker.revive()
    },
  },
  'Redis: flushed': {
    scope: 'redis',
    perMinute: 0.6,
    forMs: [0, 0],
    inject: async ({ stack }) => void (await stack.redis.run('FLUSHALL')),
  },
  'Redis: killed and started': {
    scope: 'redis',
    perMinute: 0.4,
    forMs: [100, 3000],
    inject: async (stage, fault) => {
      await stage.stack.redis.kill()
      await stage.hold(fault.forMs)
      await stage.stack.redis.start()
    },
  },
  'Redis: frozen': {
    scope: 'redis',
    perMinute: 0.3,
    forMs: [500, 4000],
    inject: async (stage, fault) => {
      stage.stack.redis.pause()
      await stage.hold(fault.forMs)
      stage.stack.redis.resume()
    },
  },
  'PostgreSQL: crashed and started': restarted(0.4, 'crash'),
  'PostgreSQL: stopped and started': restarted(0.3, 'tidy'),
  'backup: taken': { scope: 'postgres', perMinute: 0, forMs: [0, 0], inject: (stage) => stage.backup() },
  'backup: restored under live clients': { scope: 'everything', perMinute: 0, forMs: [0, 0], inject: (stage) => stage.restore() },
} as const satisfies Readonly<Record<string, FaultKind>>

/** The name of a fault, as it stands in the table at the end. */
export type FaultName = keyof typeof faultKinds

export const faultNames = Object.keys(faultKinds) as readonly FaultName[]

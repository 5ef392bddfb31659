import type { Actor } from './actor.ts'
import { createRandom } from './random.ts'
import { pause } from './waiting.ts'

/** What one step of a client is; each is drawn from the same five numbers, whatever happens around it. */
export interface Step {
  readonly waitMs: number
  readonly kind: 'write' | 'edit' | 'react' | 'pin' | 'remove' | 'show' | 'type' | 'load-older' | 'blur' | 'focus'
  /** Index of the conversation among those that the client was given. */
  readonly conversation: number
  readonly messages: number
}

const kinds: readonly (readonly [Step['kind'], number])[] = [
  ['write', 0.43],
  ['edit', 0.08],
  ['react', 0.07],
  ['pin', 0.02],
  ['remove', 0.02],
  ['show', 0.16],
  ['type', 0.08],
  ['load-older', 0.06],
  ['blur', 0.03],
  ['focus', 0.05],
]

/** The endless choices of one client. */
export function* stepsOf(seed: number, name: string, options: { readonly conversations: number; readonly meanWaitMs: number }): Generator<Step> {
  const random = createRandom(seed, `client ${name}`)
  for (;;) {
    const [wait, dice, which, burst] = [random.next(), random.next(), random.next(), random.next()]
    let left = dice
    const kind = kinds.find(([, share]) => (left -= share) < 0)?.[0] ?? 'write'
    yield {
      waitMs: options.meanWaitMs * (0.2 + 1.6 * wait),
      kind,
      conversation: Math.floor(which * options.conversations),
      messages: burst < 0.8 ? 1 : 1 + Math.floor((burst - 0.8) * 20),
    }
  }
}

const take = (actor: Actor, step: Step, conversationId: string): void => {
  switch (step.kind) {
    case 'write':
      for (let i = 0; i < step.messages; i++) actor.write(conversationId)
      return
    case 'edit':
    case 'react':
    case 'pin':
    case 'remove':
      actor[step.kind](conversationId)
      return
    case 'show':
      actor.show(conversationId)
      return
    case 'type':
      actor.type(conversationId)
      return
    case 'load-older':
      actor.loadOlder(conversationId)
      return
    case 'blur':
    case 'focus':
      actor.focus(step.kind === 'focus')
  }
}

/** Lets a client make its choices until `signal` aborts. */
export const behave = async (actor: Actor, steps: Iterable<Step>, { conversationIds, signal }: { readonly conversationIds: readonly string[]; readonly signal: AbortSignal }): Promise<void> => {
  for (const step of steps) {
    await pause(step.waitMs, signal)
    if (signal.aborted) return
    const conversationId = conversationIds[step.conversation]
    if (conversationId !== undefined) take(actor, step, conversationId)
  }
}

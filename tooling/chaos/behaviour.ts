import { type ActName, acts } from './acts.ts'
import type { Hand } from './acts/hand.ts'
import { createRandom } from './random.ts'
import { pause } from './waiting.ts'

/** What one step of a client is; each is drawn from the same four numbers, whatever happens around it. */
export interface Step {
  readonly waitMs: number
  readonly act: ActName
  /** Index of the conversation among those that the client was given. */
  readonly conversation: number
  readonly dice: number
}

const names = Object.keys(acts) as readonly ActName[]

/** The endless choices of one client. */
export function* stepsOf(seed: number, name: string, options: { readonly conversations: number; readonly meanWaitMs: number }): Generator<Step> {
  const random = createRandom(seed, `client ${name}`)
  for (;;) {
    const [wait, kind, which, dice] = [random.next(), random.next(), random.next(), random.next()]
    let left = kind
    yield {
      waitMs: options.meanWaitMs * (0.2 + 1.6 * wait),
      act: names.find((each) => (left -= acts[each].share) < 0) ?? 'write',
      conversation: Math.floor(which * options.conversations),
      dice,
    }
  }
}

/** Lets a client make its choices until `signal` aborts. */
export const behave = async (hand: Hand, steps: Iterable<Step>, { conversationIds, signal }: { readonly conversationIds: readonly string[]; readonly signal: AbortSignal }): Promise<void> => {
  for (const { waitMs, act, conversation, dice } of steps) {
    await pause(waitMs, signal)
    if (signal.aborted) return
    const conversationId = conversationIds[conversation]
    if (conversationId !== undefined) acts[act].take(hand, conversationId, dice)
  }
}

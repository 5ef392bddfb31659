import { callActs, callEars } from './acts/calls.ts'
import { disappearingActs } from './acts/disappearing.ts'
import { draftActs, draftEars } from './acts/drafts.ts'
import { forwardActs, forwardEars } from './acts/forwards.ts'
import type { Act, Ears } from './acts/hand.ts'
import { lookingActs } from './acts/looking.ts'
import { messageActs, messageEars } from './acts/messages.ts'
import { pollActs, pollEars } from './acts/polls.ts'
import { privateActs, privateEars } from './acts/private.ts'
import { restrictedActs } from './acts/restricted.ts'
import { sayEars } from './acts/say.ts'
import { scheduledActs } from './acts/scheduled.ts'
import { streamActs, streamEars } from './acts/streams.ts'
import { threadActs } from './acts/threads.ts'

const registry = {
  ...messageActs,
  ...callActs,
  ...forwardActs,
  ...streamActs,
  ...pollActs,
  ...threadActs,
  ...disappearingActs,
  ...restrictedActs,
  ...scheduledActs,
  ...draftActs,
  ...privateActs,
  ...lookingActs,
} as const

/** The name of an act. */
export type ActName = keyof typeof registry

/** Everything that a client may choose to do. */
export const acts: Readonly<Record<ActName, Act>> = registry

/** Everything that a client hears of it. */
export const ears: Ears = { ...sayEars, ...messageEars, ...callEars, ...forwardEars, ...streamEars, ...pollEars, ...draftEars, ...privateEars }

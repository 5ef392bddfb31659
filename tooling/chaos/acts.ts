import { disappearingActs } from './acts/disappearing.ts'
import { draftActs, draftEars } from './acts/drafts.ts'
import type { Act, Ears } from './acts/hand.ts'
import { lookingActs } from './acts/looking.ts'
import { messageActs, messageEars } from './acts/messages.ts'
import { pollActs, pollEars } from './acts/polls.ts'
import { restrictedActs } from './acts/restricted.ts'
import { sayEars } from './acts/say.ts'
import { scheduledActs } from './acts/scheduled.ts'
import { threadActs } from './acts/threads.ts'

const registry = { ...messageActs, ...pollActs, ...threadActs, ...disappearingActs, ...restrictedActs, ...scheduledActs, ...draftActs, ...lookingActs } as const

/** The name of an act. */
export type ActName = keyof typeof registry

/** Everything that a client may choose to do. */
export const acts: Readonly<Record<ActName, Act>> = registry

/** Everything that a client hears of it. */
export const ears: Ears = { ...sayEars, ...messageEars, ...pollEars, ...draftEars }

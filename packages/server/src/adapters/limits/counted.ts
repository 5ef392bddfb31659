import { addressBlock } from '../../platform/address-block.ts'
import type { Caller } from '../../platform/caller.ts'
import type { CountedLimit, LimitKey } from '../../platform/limits.ts'

/** The limit that counts: what host backends run counts as `app`, whatever it is. */
export const limitKeyOf = (name: CountedLimit, caller: Caller): LimitKey => (caller.kind === 'app' ? 'app' : name)

/** Who it counts for: a user wherever they are, everybody else by address. */
export const subjectOf = (caller: Caller): string => (caller.kind === 'user' ? caller.userId : addressBlock(caller.address))

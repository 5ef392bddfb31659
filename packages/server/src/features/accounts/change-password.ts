import type { CommandInput } from '@palaver/protocol'
import { PalaverError } from '@palaver/protocol'
import type { UserCaller } from '../../platform/caller.ts'
import type { GuessKey, GuessLimiter } from '../../platform/limits.ts'
import type { Passwords } from '../../platform/passwords.ts'
import type { Sessions } from '../sessions/port.ts'

export interface ChangePasswordParts {
  readonly sessions: Sessions
  readonly passwords: Passwords
  readonly guesses: GuessLimiter
}

/** Makes what `account.changePassword` does: whoever found an open device must know the password, and guesses it as slowly as at the sign-in. */
export function createChangePassword({ sessions, passwords, guesses }: ChangePasswordParts) {
  return async ({ current, next }: CommandInput<'account.changePassword'>, caller: UserCaller): Promise<Record<string, never>> => {
    const { userId, sessionId, address } = caller
    // Not counted with the sign-ins of the account: strangers who guess there must not keep its owner from changing it.
    const keys: GuessKey[] = [{ kind: 'account', value: `password:${userId}` }, { kind: 'address', value: address }]
    await guesses.attempt(keys)
    const from = await sessions.findPasswordHash(userId)
    const right = await passwords.verify(from, current)
    if (from === undefined) throw new PalaverError('forbidden', 'unable to change the password; the account has none, its owner signs in elsewhere')
    if (!right) throw wrong()
    const changed = await sessions.changePassword({ userId, sessionId, from, to: await passwords.hash(next) })
    // Another change was faster: what was right is no more.
    if (!changed) throw wrong()
    await guesses.accepted(keys)
    return {}
  }
}

const wrong = () => new PalaverError('invalid_credentials', 'unable to change the password; the current one is another', { path: '/current' })

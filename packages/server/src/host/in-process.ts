import type { CommandInput, CommandName, CommandOutput } from '@palaver/protocol'
import { PalaverError } from '@palaver/protocol'
import type { People } from '../features/people/port.ts'
import type { Caller, UserCaller } from '../platform/caller.ts'
import type { Commands } from '../platform/commands.ts'
import type { HostTransport } from './host-api.ts'

const from = { address: 'local', requestId: 'host' }

/** A caller for commands on behalf of somebody. @throws {PalaverError} `not_found` unless there is a user of this id, `account_suspended`. */
export async function callerFor(people: People, userId: string): Promise<UserCaller> {
  const standing = await people.findStanding(userId)
  if (!standing) throw new PalaverError('not_found', 'unable to act for somebody; there is no user of this id')
  if (!standing.active) throw new PalaverError('account_suspended', 'unable to act for somebody; the account is suspended')
  return { kind: 'user', userId, role: standing.role, ...from, expiresAt: Number.MAX_SAFE_INTEGER }
}

/** Commands without a wire: the same registry, checks and limits as at the REST door. */
export function createInProcessTransport({ commands, people }: { readonly commands: Commands; readonly people: People }): HostTransport {
  const run = async <Name extends CommandName>(name: Name, input: CommandInput<Name>, caller: Caller): Promise<CommandOutput<Name>> =>
    JSON.parse((await commands.run(name, input, caller, 'rest')).json) as CommandOutput<Name>
  const asApp: HostTransport['asApp'] = (name, input) => run(name, input, { kind: 'app', ...from })
  return {
    asApp,
    asUser: (externalId) => {
      // By the command, so that a wrong external id is refused as it is at the door.
      let userId: Promise<string> | undefined
      return async (name, input) => {
        userId ??= asApp('token.mint', { externalId }).then((minted) => minted.userId)
        userId.catch(() => (userId = undefined))
        return run(name, input, await callerFor(people, await userId))
      }
    },
  }
}

import { type CliCommand, dataDirOption, textOf, UsageError } from './command.ts'
import { withServer } from './with-server.ts'

export const tokenMintCommand: CliCommand = {
  name: 'token mint',
  summary: "print an access token for one of the host's users",
  details: 'The user is made when new. The token is all that goes to standard output.',
  options: {
    'external-id': { value: 'id', about: "the host's own id of the user", required: true },
    name: { value: 'name', about: 'their name, when they are new' },
    handle: { value: 'handle', about: 'their handle, when they are new; generated unless given' },
    'expires-in': { value: 'seconds', about: '60 to 604800; 3600 unless given' },
    ...dataDirOption,
  },
  whileRunning: 'The server that runs there mints tokens itself: createAdminClient of @palaver/server/admin, or POST /v1/tokens with an app key.',
  run: async (call) => {
    const { name, handle, 'expires-in': seconds, 'external-id': externalId = '' } = Object.fromEntries(
      Object.keys(tokenMintCommand.options).map((option) => [option, textOf(call, option)]),
    )
    if (seconds !== undefined && !/^\d{1,9}$/.test(seconds)) throw new UsageError('--expires-in must be a number of seconds', 'token mint')
    const user = {
      externalId,
      ...(name === undefined ? {} : { name }),
      ...(handle === undefined ? {} : { handle }),
      ...(seconds === undefined ? {} : { expiresInSeconds: Number(seconds) }),
    }
    const { accessToken, userId, accessTokenExpiresAt } = await withServer(call.config(), ({ admin }) => admin.mintToken(user))
    call.note(`For the user ${userId}, until ${new Date(accessTokenExpiresAt).toISOString()}.`)
    call.print(accessToken)
  },
}

// The entry `@palaver/server/admin`: loads the contract and nothing of the server.
import type { CommandInput, CommandName, CommandOutput, ErrorBody } from '@palaver/protocol'
import { PalaverError } from '@palaver/protocol'
import { createHostApi, type HostApi } from './host-api.ts'
import { toRestRequest } from './rest-request.ts'

export type { ActingUser, HostApi, NewConversation, SendOptions } from './host-api.ts'

/** Where the Palaver server is, and the key that it knows the host backend by. */
export interface AdminClientOptions {
  /** The server's address, such as `https://chat.example.com`. */
  readonly url: string
  /** One of the server's `PALAVER_APP_KEYS`. It may do everything for everyone: it never leaves the backend. */
  readonly appKey: string
  /** How long an answer may take, in milliseconds; 10,000 unless given. */
  readonly timeoutMs?: number
  /** In place of the global `fetch`. */
  readonly fetch?: typeof fetch
}

type Run = <Name extends CommandName>(name: Name, input: CommandInput<Name>, token: string) => Promise<CommandOutput<Name>>

/** A token in use is replaced this long before its end. */
const renewMs = 60_000

/**
 * A host backend's typed client of a Palaver server that runs elsewhere, over REST. Nothing is repeated by itself: whether an error may
 * be, its `retryable` says, and `clientId` makes it harmless. Rejects with `PalaverError`: those of the commands, and `unavailable` when
 * the server cannot be reached.
 */
export function createAdminClient(options: AdminClientOptions): HostApi {
  const run = createRun(options)
  const asApp = <Name extends CommandName>(name: Name, input: CommandInput<Name>) => run(name, input, options.appKey)
  return createHostApi({
    asApp,
    asUser: (externalId) => {
      let minted: Promise<CommandOutput<'token.mint'>> | undefined
      const token = async (): Promise<string> => {
        const last = await minted?.catch(() => undefined)
        if (!last || last.accessTokenExpiresAt - renewMs < Date.now()) minted = asApp('token.mint', { externalId })
        return (await minted)?.accessToken ?? ''
      }
      return async (name, input) => {
        try {
          return await run(name, input, await token())
        } catch (error) {
          if (!(error instanceof PalaverError) || error.code !== 'unauthenticated') throw error
          // The clocks may differ, or the server has a new secret: nothing was run, a new token may do.
          minted = undefined
          return run(name, input, await token())
        }
      }
    },
  })
}

function createRun({ url, timeoutMs = 10_000, fetch: send = fetch }: AdminClientOptions): Run {
  return async (name, input, token) => {
    const { method, path, body } = toRestRequest(name, input)
    const headers = { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }
    let response: Response
    let text: string
    try {
      response = await send(new URL(path, url), { method, headers, signal: AbortSignal.timeout(timeoutMs), ...(body === undefined ? {} : { body }) })
      text = await response.text()
    } catch (cause) {
      throw new PalaverError('unavailable', `unable to run ${name}; the server at ${url} cannot be reached`, { cause })
    }
    const answer = parse(text)
    if (response.ok && answer !== undefined) return answer as CommandOutput<typeof name>
    if (isErrorBody(answer)) throw PalaverError.fromBody(answer)
    throw new PalaverError('unavailable', `unable to run ${name}; the answer is not Palaver's (status ${response.status})`)
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const isErrorBody = (answer: unknown): answer is ErrorBody =>
  typeof answer === 'object' && answer !== null && 'code' in answer && 'message' in answer

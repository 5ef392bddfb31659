import { type CommandName, type CommandOutput, type ErrorBody, PalaverError } from '@palaver/protocol'
import { asPalaverError } from '../as-palaver-error.ts'
import { restPaths } from './rest-paths.ts'
import type { Command, Door } from './runner.ts'

const request = (name: CommandName, input: Readonly<Record<string, unknown>>) => {
  const binding = restPaths[name]
  if (!binding) throw new PalaverError('unavailable', `unable to run ${name}; the socket is not open`)
  const [method = '', pattern = ''] = binding.split(' ')
  const rest = new Map(Object.entries(input).filter(([, value]) => value !== undefined))
  const path = pattern.replace(/:(\w+)/g, (_, field: string) => {
    const value = String(rest.get(field))
    rest.delete(field)
    return encodeURIComponent(value)
  })
  if (method !== 'GET') return { method, path, body: rest.size > 0 ? JSON.stringify(Object.fromEntries(rest)) : undefined }
  const query = new URLSearchParams([...rest].map(([key, value]): [string, string] => [key, String(value)])).toString()
  return { method, path: query ? `${path}?${query}` : path, body: undefined }
}

const isErrorBody = (body: unknown): body is ErrorBody =>
  typeof body === 'object' && body !== null && 'code' in body && 'message' in body

/** Runs a command by REST with a token, if there is one. Rejects with the server's error; `unavailable` when it cannot be reached or answers nonsense. */
export const runByRest = async <Name extends CommandName>(
  door: Pick<Door, 'platform' | 'url'>,
  command: Command<Name>,
  token?: string | null,
): Promise<CommandOutput<Name>> => {
  const { method, path, body } = request(command.name, command.input as Readonly<Record<string, unknown>>)
  let response: Response
  let answer: unknown
  try {
    response = await door.platform.fetch(`${door.url}/v1/${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      ...(body === undefined ? {} : { body }),
    })
    const text = await response.text()
    answer = text ? JSON.parse(text) : {}
  } catch (cause) {
    throw new PalaverError('unavailable', `unable to run ${command.name}; the server cannot be reached`, { cause })
  }
  if (response.ok) return answer as CommandOutput<Name>
  if (isErrorBody(answer)) throw PalaverError.fromBody(answer)
  throw new PalaverError('unavailable', `unable to run ${command.name}; the answer is not Palaver's (status ${response.status})`)
}

/** Runs commands by REST, for where WebSockets do not get through. Those without a REST address reject with `unavailable`. */
export const restFallback = async <Name extends CommandName>(door: Door, command: Command<Name>): Promise<CommandOutput<Name>> => {
  const attempt = async (refresh: boolean) => runByRest(door, command, await door.token({ refresh }))
  return attempt(false).catch((cause: unknown) => {
    if (cause instanceof PalaverError && cause.code === 'unauthenticated') return attempt(true)
    // The token source is the host's and may throw anything.
    throw asPalaverError(cause, `run ${command.name}`)
  })
}

import type { CommandName } from '@palaver/protocol'
import { PalaverError } from '@palaver/protocol'
import { commands } from '@palaver/protocol/definitions'

/** A command as a request: method, path with query, body. */
export interface RestRequest {
  readonly method: string
  readonly path: string
  readonly body?: string
}

const bindings = new Map(commands.map(({ name, rest }) => [name, rest]))

/**
 * Puts a command's input where its REST binding has it.
 * @throws {PalaverError} `unknown_command` for commands of the socket alone.
 */
export function toRestRequest(name: CommandName, input: object): RestRequest {
  const rest = bindings.get(name)
  if (!rest) throw new PalaverError('unknown_command', `unable to run ${name}; it has no place in REST`)
  const fields = new Map<string, unknown>(Object.entries(input).filter(([, value]) => value !== undefined))
  const path = rest.path.replaceAll(/:(\w+)/g, (_whole, field: string) => {
    const value = String(fields.get(field))
    fields.delete(field)
    return encodeURIComponent(value)
  })
  if (fields.size === 0) return { method: rest.method, path }
  if (rest.method !== 'GET' && rest.method !== 'DELETE') return { method: rest.method, path, body: JSON.stringify(Object.fromEntries(fields)) }
  const query = new URLSearchParams([...fields].map(([field, value]): [string, string] => [field, String(value)]))
  return { method: rest.method, path: `${path}?${query.toString()}` }
}

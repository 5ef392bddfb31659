import type { ClientFrame } from '@palaver/protocol'
import { clientFrames } from '@palaver/protocol/definitions'
import { Compile } from 'typebox/compile'

const validators: ReadonlyMap<string, { Check(value: unknown): boolean }> = new Map(
  Object.entries(clientFrames).map(([name, schema]) => [name, Compile(schema)]),
)

/** The client frame of a text, or undefined when it is none: not JSON, of an unknown kind, or not as its schema says. */
export const readClientFrame = (text: string): ClientFrame | undefined => {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  if (typeof value !== 'object' || value === null || !('t' in value) || typeof value.t !== 'string') return undefined
  return validators.get(value.t)?.Check(value) === true ? (value as ClientFrame) : undefined
}

import { checkContent, type CustomDataDefinition, type CustomHolder, PalaverError } from '@palaver/protocol'
import { customMaxBytes, customMaxDepth } from '@palaver/protocol/definitions'
import { findBoundsFault } from './bounds.ts'

/** Custom data as somebody gives it. */
export interface GivenCustom {
  readonly holder: CustomHolder
  /** Nothing is asked of what is absent. */
  readonly custom: Readonly<Record<string, unknown>> | undefined
  /** For the refusal: `send`. */
  readonly doing: string
}

/** @throws {PalaverError} `invalid_input` when custom data is beyond its bounds, or not as the host defined it. */
export type RequireCustom = (given: GivenCustom) => void

const bounds = { maxBytes: customMaxBytes, maxDepth: customMaxDepth }

/** Checks custom data by its bounds, and by the host's definition where that names who carries it. */
export const createRequireCustom = (definition: CustomDataDefinition = {}): RequireCustom => ({ holder, custom, doing }) => {
  if (!custom) return
  const refusal = (reason: string) => new PalaverError('invalid_input', `unable to ${doing}; the custom data ${reason}`, { path: '/custom' })
  const fault = findBoundsFault(custom, bounds)
  if (fault) throw refusal(fault.reason)
  if (holdsReserved(custom)) throw refusal('has a key that is __proto__ or constructor')
  const schema = definition[holder]
  const checked = schema && checkContent({ type: `the custom data of a ${holder}`, schema }, custom)
  if (checked && 'fault' in checked) throw refusal(`does not fit its definition: ${checked.fault.slice(0, 200)}`)
}

/** Programs that copy such keys by assignment would change more than their copy. */
const holdsReserved = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && (Object.hasOwn(value, '__proto__') || Object.hasOwn(value, 'constructor') || Object.values(value).some(holdsReserved))

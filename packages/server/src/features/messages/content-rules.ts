import { checkContent, type ContentDefinition, type CustomContent, type EphemeralDefinition, PalaverError, type SendableContent } from '@palaver/protocol'
import { customDataMaxBytes, customDataMaxDepth } from '@palaver/protocol/definitions'
import { findBoundsFault } from '../custom-data/port.ts'
import { requireShortEnough } from './text-length.ts'

/** What a feature asks of its kinds of content beside their schemas. @throws {PalaverError} when it may not be sent. */
export type ContentCheck = (content: SendableContent) => void

/** What content a deployment takes. */
export interface ContentRules {
  /** Code points of a text at most. */
  readonly textMaxLength: number
  /** Kinds of content of the host's own. */
  readonly contentTypes: readonly ContentDefinition[]
  /** What becomes of custom content of another type. */
  readonly unknownContent: 'refuse' | 'allow'
  /** Of features that have kinds of their own. */
  readonly contentChecks?: readonly ContentCheck[]
}

/** @throws {PalaverError} `too_large`; `invalid_input` for custom content of an unknown type, or which does not fit its definition. */
export function requireAcceptable(content: SendableContent, rules: ContentRules): void {
  if (content.kind === 'text') return requireShortEnough(content.text, rules.textMaxLength, 'send')
  for (const check of rules.contentChecks ?? []) check(content)
  if (content.kind === 'custom') requireFitting(content, { known: rules.contentTypes, unknown: rules.unknownContent, path: '/content' })
}

/**
 * Is data of the developer's own within its bounds, and as its definition says?
 * @throws {PalaverError} `too_large`; `invalid_input` for an unknown type where those are refused, or data that does not fit; `path`: where it stands in the input.
 */
export function requireFitting(given: Pick<CustomContent, 'type' | 'data'>, { known, unknown, path }: { readonly known: readonly EphemeralDefinition[]; readonly unknown: 'refuse' | 'allow'; readonly path: string }): void {
  requireBounded(given, path)
  const definition = known.find(({ type }) => type === given.type)
  if (!definition) {
    if (unknown === 'allow') return
    throw new PalaverError('invalid_input', 'unable to send; this server does not know the type of the content', { path: `${path}/type` })
  }
  const checked = checkContent(definition, given.data)
  if ('fault' in checked) throw new PalaverError('invalid_input', `unable to send; the data does not fit its type: ${checked.fault.slice(0, 200)}`, { path: `${path}/data` })
}

function requireBounded({ data }: Pick<CustomContent, 'data'>, at: string): void {
  const fault = findBoundsFault(data, { maxBytes: customDataMaxBytes, maxDepth: customDataMaxDepth })
  if (fault) throw new PalaverError(fault.isTooLarge ? 'too_large' : 'invalid_input', `unable to send; the data ${fault.reason}`, { path: `${at}/data` })
}

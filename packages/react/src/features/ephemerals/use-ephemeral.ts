import { type ContentInput, type EphemeralDefinition, type EphemeralMessage, ephemerals } from '@palaver/client'
import { useCallback, useEffect, useRef } from 'react'
import { useChat } from '../../palaver-provider.tsx'

/**
 * Calls `handler` with each ephemeral event of a definition that others send to the conversation while this is mounted; the newest handler is
 * called. Returns the function that sends one; it keeps its identity.
 */
export const useEphemeral = <Definition extends EphemeralDefinition>(
  conversationId: string,
  definition: Definition,
  handler?: (message: EphemeralMessage<Definition>) => void,
): ((data: ContentInput<Definition>) => Promise<void>) => {
  const feature = ephemerals(useChat().conversation(conversationId))
  const newest = useRef(handler)
  useEffect(() => {
    newest.current = handler
  })
  useEffect(() => feature.on(definition, (message) => newest.current?.(message)), [feature, definition])
  return useCallback((data) => feature.send(definition, data), [feature, definition])
}

import { checkContent, type ContentInput, type ContentOutput, type EphemeralDefinition, PalaverError } from '@palaver/protocol'
import { memoised } from '../../core.ts'
import type { ConversationHandle } from '../conversations/conversation-handle.ts'

/** An ephemeral event of one definition. */
export interface EphemeralMessage<Definition extends EphemeralDefinition> {
  readonly userId: string
  /** What the schema makes of what was sent. */
  readonly data: ContentOutput<Definition>
}

/** Events of the developer's own that nobody stores, in one conversation: from those who have it on their screens, to those who have. */
export interface Ephemerals {
  /**
   * Tells the others. Late it would say nothing, so it is not kept while there is no connection, and resolves then, too.
   * Rejects with the server's refusal, or with `invalid_input` when the data does not fit the definition.
   */
  send<Definition extends EphemeralDefinition>(definition: Definition, data: ContentInput<Definition>): Promise<void>
  /** Calls `handler` with what others tell; data that does not fit the definition is passed over. Returns the function that ends it. */
  on<Definition extends EphemeralDefinition>(definition: Definition, handler: (message: EphemeralMessage<Definition>) => void): () => void
}

/** The ephemeral events of a conversation; the same object each time. */
export const ephemerals: (conversation: ConversationHandle) => Ephemerals = /* @__PURE__ */ memoised((core, { id: conversationId }) => ({
  send: async (definition, data) => {
    const checked = checkContent(definition, data)
    if ('fault' in checked) throw new PalaverError('invalid_input', `unable to send; ${checked.fault}`, { path: '/data' })
    if (core.isOpen()) await core.run('ephemeral.send', { conversationId, type: definition.type, data: data as Readonly<Record<string, unknown>> })
  },
  on: <Definition extends EphemeralDefinition>(definition: Definition, handler: (message: EphemeralMessage<Definition>) => void) => {
    const listener = (sent: { readonly conversationId: string; readonly userId: string; readonly type: string; readonly data: unknown }) => {
      if (sent.conversationId !== conversationId || sent.type !== definition.type) return
      const checked = checkContent(definition, sent.data)
      // What a handler throws is the host's, and touches no other.
      if (!('fault' in checked)) core.batch.call(() => handler({ userId: sent.userId, data: checked.value as ContentOutput<Definition> }))
    }
    core.events.on('ephemeral.sent', listener)
    return () => void core.events.off('ephemeral.sent', listener)
  },
}))

import type { ConversationHandle } from '@palaver/client'
import { useChat } from '@palaver/react'
import { useState } from 'react'
import type { ComposerOptions } from './composer-extension.ts'

const kept = new WeakMap<ConversationHandle, ComposerOptions>()

/** What is chosen for the next message. Like the draft it stays when the composer goes for a while: what is for some only must not go to all then. */
export const useComposerOptions = (conversationId: string): readonly [ComposerOptions, (options: ComposerOptions) => void] => {
  const conversation = useChat().conversation(conversationId)
  const [options, setOptions] = useState<ComposerOptions>(() => kept.get(conversation) ?? {})
  const choose = (next: ComposerOptions) => {
    kept.set(conversation, next)
    setOptions(next)
  }
  return [options, choose]
}

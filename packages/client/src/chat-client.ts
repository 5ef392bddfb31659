import type { CommandInput, CommandName, CommandOutput } from '@palaver/protocol'
import type { ChatClientEvents, ChatClientOptions } from './chat-client-options.ts'
import type { Given } from './commands/runner.ts'
import type { ChatStatus } from './connection/status.ts'
import { attachCore } from './core.ts'
import { createEngine } from './engine.ts'
import type { ConversationHandle } from './features/conversations/conversation-handle.ts'
import { createHandle, type OwnedConversation } from './features/conversations/create-handle.ts'
import type { Store } from './store.ts'

/** A client of one person at one server. */
export interface ChatClient {
  readonly userId: string
  /** Connects and keeps connected. What is stored on the device is shown before. */
  connect(): void
  /** Closes the socket until the next `connect()`. */
  disconnect(): void
  /** Ends the client; what is stored stays. */
  close(): Promise<void>
  /** Ends the client and wipes what this device stores for this person, unsent messages too. */
  signOut(): Promise<void>
  readonly status: Store<ChatStatus>
  conversation(id: string): ConversationHandle
  /** Runs a command: over the socket when it is open, by REST otherwise. Rejects with a {@link PalaverError}; `unavailable` when the server cannot be reached. */
  run<Name extends CommandName>(name: Name, input: Given<CommandInput<Name>>): Promise<CommandOutput<Name>>
  /** Listens to an event; returns the function that ends it. */
  on<Name extends keyof ChatClientEvents>(name: Name, listener: (...args: ChatClientEvents[Name]) => void): () => void
}

/** Makes a client; it does nothing until `connect()`. Safe to call where there is no window. */
export const createChatClient = (options: ChatClientOptions): ChatClient => {
  const engine = createEngine(options)
  const { core } = engine
  const handles = new Map<string, OwnedConversation>()
  const owned = (id: string): OwnedConversation => {
    const known = handles.get(id)
    if (known) return known
    const made = createHandle(core, id)
    handles.set(id, made)
    return made
  }

  core.cache.onChange(({ id }) => {
    handles.get(id)?.onState()
  })
  core.events.on('outbox', (id) => handles.get(id)?.onOutbox())
  core.events.on('synced', () => {
    for (const one of handles.values()) one.onReachable()
  })

  const chat: ChatClient = {
    userId: options.userId,
    connect: engine.connect,
    disconnect: engine.disconnect,
    close: engine.close,
    signOut: engine.signOut,
    status: engine.status,
    conversation: (id) => owned(id).handle,
    run: core.run,
    on: engine.on,
  }
  attachCore(chat, core)
  return chat
}

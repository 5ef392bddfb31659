import type { ChatStatus } from '@palaver/client'
import { useChat } from '../../palaver-provider.tsx'
import { useStore } from '../../store/use-store.ts'

/** Where the client stands: network, socket, synced, and how many writes wait. */
export const useStatus = (): ChatStatus => useStore(useChat().status)

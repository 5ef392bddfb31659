import type { ChatStatus, Presence } from '@palaver/client'
import { useChat, usePresence, useStore } from '@palaver/react'

const isCutOff = ({ network, socket }: ChatStatus): boolean => network === 'offline' || socket === 'closed'

/** The presence of somebody; unknown while this device is cut off, since what was known no longer holds. */
export const useKnownPresence = (userId: string | undefined): Presence | undefined => {
  const presence = usePresence(userId)
  const cutOff = useStore(useChat().status, isCutOff)
  return cutOff ? undefined : presence
}

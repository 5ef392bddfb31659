import { useKnownPresence } from './use-known-presence.ts'

/** A dot for who is there; nothing for who is not. */
export const PresenceDot = ({ userId }: { readonly userId: string }) => {
  const status = useKnownPresence(userId)?.status ?? 'offline'
  return status === 'offline' ? null : <span className={`presence-dot presence-${status}`} data-presence={status} />
}

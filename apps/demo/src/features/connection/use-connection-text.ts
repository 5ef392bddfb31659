import type { ChatStatus } from '@palaver/client'
import { useStatus } from '@palaver/react'
import { useEffect, useState } from 'react'
import { texts } from '../../text/texts.ts'

/** How the connection is shown: calm is the everyday state, busy is under way, off is without a connection. */
export interface ConnectionText {
  readonly tone: 'calm' | 'busy' | 'off'
  readonly text: string
}

const calmMs = 700

const read = (status: ChatStatus, wasOpen: boolean): ConnectionText => {
  if (status.network === 'offline') return { tone: 'off', text: texts.connection.offline }
  if (status.socket === 'closed' || status.socket === 'idle') return { tone: 'off', text: texts.connection.closed }
  if (status.socket !== 'open') return { tone: 'busy', text: wasOpen ? texts.connection.reconnecting : texts.connection.connecting }
  return status.synced ? { tone: 'calm', text: texts.connection.online } : { tone: 'busy', text: texts.connection.catchingUp }
}

/** What to say of the connection. States that last less than a moment are not shown; being offline is, at once. */
export const useConnectionText = (): ConnectionText => {
  const status = useStatus()
  const [wasOpen, setWasOpen] = useState(false)
  if (status.socket === 'open' && !wasOpen) setWasOpen(true)
  const now = read(status, wasOpen)
  const [settled, setSettled] = useState<ConnectionText>({ tone: 'calm', text: texts.connection.online })
  const { tone, text } = now
  useEffect(() => {
    const timer = setTimeout(() => setSettled({ tone, text }), tone === 'busy' ? calmMs : 0)
    return () => clearTimeout(timer)
  }, [tone, text])
  if (settled.tone === 'calm' || status.pending === 0) return settled
  return { tone: settled.tone, text: texts.connection.withWaiting(settled.text, status.pending) }
}

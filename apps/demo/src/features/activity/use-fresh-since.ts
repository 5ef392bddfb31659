import type { ActivityResult } from '@palaver/react'
import { useEffect, useState } from 'react'

/**
 * While the activity is shown, all of it becomes read, but what was unread when one came stays told apart. Returns the time after which
 * entries are new; undefined until that is known.
 */
export const useFreshSince = ({ items, status, readTo, markRead }: ActivityResult, shown: boolean): number | undefined => {
  const [since, setSince] = useState<number>()
  if (since === undefined && status === 'ready') setSince(readTo)
  useEffect(() => {
    if (!shown || since === undefined) return
    const note = () => {
      if (document.hasFocus()) markRead()
    }
    note()
    addEventListener('focus', note)
    return () => removeEventListener('focus', note)
  }, [shown, since, items, markRead])
  return since
}

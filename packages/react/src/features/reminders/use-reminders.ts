import { type MessageReminder, type Reminders, reminders } from '@palaver/client'
import { useMemo } from 'react'
import { useChat } from '../../palaver-provider.tsx'
import { useStore } from '../../store/use-store.ts'

/** What {@link useReminders} gives: the reminders, the earliest first, and what can be done with them. */
export interface RemindersResult extends Pick<Reminders, 'set' | 'cancel'> {
  readonly items: readonly MessageReminder[]
}

/** The reminders of messages. The functions keep their identity. */
export const useReminders = (): RemindersResult => {
  const feature = reminders(useChat())
  const items = useStore(feature)
  const { set, cancel } = feature
  return useMemo(() => ({ items, set, cancel }), [items, set, cancel])
}

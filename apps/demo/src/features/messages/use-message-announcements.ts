import { people, type Timeline } from '@palaver/client'
import { useChat } from '@palaver/react'
import { useEffect, useRef } from 'react'
import { useAnnounce } from '../../announcements/announcements.tsx'
import { texts } from '../../text/texts.ts'
import { noteText } from './note-text.ts'
import { plainText } from './plain-text.ts'

/** Announces what others write and do at the end of the open timeline; not what was there, and not history. What comes piece by piece is announced once, when it is all there. */
export const useMessageAnnouncements = ({ items, hasNewer }: Timeline): void => {
  const chat = useChat()
  const announce = useAnnounce()
  const known = useRef<number>(undefined)
  const growing = useRef(new Set<string>())
  useEffect(() => {
    if (hasNewer) return
    const newest = items.findLast(({ position }) => position !== undefined)?.position ?? 0
    const before = known.current
    known.current = Math.max(newest, before ?? 0)
    for (const message of items) {
      if (message.mine) continue
      if (message.stream?.state === 'open') {
        growing.current.add(message.key)
        continue
      }
      const ended = growing.current.delete(message.key)
      if (!ended && (before === undefined || (message.position ?? 0) <= before)) continue
      const nameOf = (userId: string) => people(chat).person(userId).getSnapshot()?.name
      if (message.content.kind !== 'system') announce(texts.messages.announced(nameOf(message.senderId) ?? texts.common.someone, plainText(message.content)))
      else if (message.senderId !== chat.userId) announce(noteText(message.content.note, message.senderId, { me: chat.userId, nameOf }))
    }
  }, [items, hasNewer, chat, announce])
}

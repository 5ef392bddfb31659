import type { TimelineMessage } from '@palaver/client'
import { useDeletions } from '@palaver/react'
import { useCallback } from 'react'
import { useNotify } from '../../announcements/notices.tsx'
import { texts } from '../../text/texts.ts'

/** As long as a server allows it unless it is told otherwise. */
const undoMs = 30_000

/** Deletes a message for everyone without asking, and offers to undo it for a while. */
export const useDeleteMessage = (conversationId: string): ((message: TimelineMessage) => void) => {
  const deletions = useDeletions(conversationId)
  const notify = useNotify()
  return useCallback(
    ({ id }: TimelineMessage) => {
      if (id === undefined) return
      deletions.remove(id)
      notify(texts.deletions.deleted, { label: texts.deletions.undo, onChoose: () => deletions.restore(id), shownMs: undoMs })
    },
    [deletions, notify],
  )
}

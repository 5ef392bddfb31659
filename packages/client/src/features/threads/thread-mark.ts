import type { ClientCore } from '../../core.ts'
import { createTimer } from '../../timer.ts'
import { privateRows } from '../private-rows/private-rows.ts'

const everyMs = 2000

/** Moves the caller's mark in one thread: forward only, at once and then at most once in two seconds. What could not be told is told when the server is there again. */
export const createThreadMark = (core: ClientCore, { conversationId, threadId }: { readonly conversationId: string; readonly threadId: string }) => {
  const rows = privateRows(core)
  let wanted = 0
  let sentAt = Number.NEGATIVE_INFINITY
  let sending = false

  const isBehind = () => wanted > (rows.of('thread').get(threadId)?.read ?? Number.POSITIVE_INFINITY)
  const tell = async () => {
    if (sending || !isBehind() || !core.isOpen()) return
    sending = true
    sentAt = core.platform.now()
    const position = wanted
    // Refused for good it is no more to be told; otherwise the next time, or being synced again, tells it.
    await rows.run('thread.read', { conversationId, threadId, position }).catch(() => undefined)
    sending = false
    if (wanted > position) plan()
  }
  const timer = createTimer(core.platform, () => void tell())
  const plan = () => {
    if (isBehind()) timer.plan(Math.max(0, sentAt + everyMs - core.platform.now()))
  }
  core.events.on('synced', plan)

  return {
    read: (position: number) => {
      if (position <= wanted) return
      wanted = position
      plan()
    },
  }
}

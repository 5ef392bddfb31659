import { type Message, PalaverError, type SentMessage } from '@palaver/protocol'
import type { Opened } from '../../platform/message-log/restricted.ts'
import type { LockedKind, Outcome } from '../../platform/writer/change.ts'
import { type Concern, noteActivity } from '../activity/port.ts'
import { Places } from '../members/port.ts'
import { LockedSends, type SendChange, SentRuns } from '../messages/port.ts'
import { readAuthors, type RestrictedRow, storeRestricted } from './repository.ts'

const visibleToOf = ({ parts }: SendChange): readonly string[] => parts?.visibleTo ?? []

/**
 * Messages for some members only. Their row in the log is closed: a place, a sender and a time, for everybody. What they say stands in a table of its
 * own, in the same transaction, and whatever reads the log opens it for those whom it is for.
 */
export const sendRestricted: LockedKind<SendChange, SentMessage> = {
  name: 'restricted.send',
  endsBatch: false,
  repeatable: true,
  async write(tx, locking, run) {
    const [locked, places, sent] = await Promise.all([
      locking,
      Places.read(tx, run.flatMap((change) => [change.senderId, ...visibleToOf(change)].map((userId) => [change.conversationId, userId] as const))),
      LockedSends.read(tx, run),
    ])
    const runs = new SentRuns()
    const rows: RestrictedRow[] = []
    const outcomes = run.map((change, n): Outcome<SentMessage> => {
      const { conversationId, senderId } = change
      const conversation = locked.get(conversationId)
      const settled = sent.settled(change, n, { conversation, place: places.findActive(conversationId, senderId) })
      if (settled) return settled
      const stranger = visibleToOf(change).findIndex((userId) => !places.findActive(conversationId, userId))
      if (stranger >= 0 || !conversation) return { ok: false, error: new PalaverError('not_found', 'unable to send; somebody whom it is for is not a member', { path: `/visibleTo/${stranger}` }) }
      const message = sent.messageOf(change, n, conversation)
      const { closed, opened } = split(message)
      rows.push({ conversationId, message, opened })
      runs.add(conversationId, closed, opened)
      return { ok: true, result: sent.add(change, closed) }
    })
    await sent.store(tx)
    if (rows.length > 0) {
      await storeRestricted(tx, rows)
      await noteActivity(tx, concernsOf(rows, await readAuthors(tx, rows)))
    }
    return { outcomes, events: runs.events() }
  },
}

/** A message as everybody sees it, and what those see whom it is for. */
function split(message: Message): { readonly closed: Message; readonly opened: Opened } {
  const { id, position, revision, senderId, clientId, createdAt, expiresAt, ...said } = message
  const closed: Message = { id, position, revision, senderId, clientId, content: { kind: 'restricted' }, createdAt, ...(expiresAt !== undefined && { expiresAt }), restricted: true }
  return { closed, opened: { position, userIds: [...new Set([senderId, ...(message.visibleTo ?? [])])], said } }
}

/** Whom it concerns, of those who may see it: the people named, and the author of what it answers. */
function concernsOf(rows: readonly RestrictedRow[], authors: ReadonlyMap<string, string>): Concern[] {
  return rows.flatMap(({ conversationId, message, opened }) => {
    const { id, position, createdAt: at, mentions, senderId } = message
    const named = new Set(mentions?.userIds ?? [])
    const author = authors.get(id)
    return opened.userIds
      .filter((userId) => userId !== senderId && (named.has(userId) || userId === author))
      .map((userId): Concern => ({ userId, conversationId, position, kind: named.has(userId) ? 'mention' : 'reply', at }))
  })
}

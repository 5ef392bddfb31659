import type { Evidence, TrueConversation } from '../evidence.ts'
import type { Violation } from '../violation.ts'
import type { Wish, WishKind } from '../wishes.ts'

/** Refused at its time because its sender had been removed: it stays with them. */
const failed = 'failed not_found: '

type Reader = (wish: Wish, place: TrueConversation) => string | undefined

/** What is there of a wish, in the words of its states; undefined where nothing can be asked for any more. */
const messageOf = ({ about }: Wish, { messages }: TrueConversation) => messages.find(({ id, facets }) => id === about && !facets.includes('expired'))
const ofFacet: Reader = (wish, place) => {
  const message = messageOf(wish, place)
  return message && (message.facets.includes(wish.facet) ? 'on' : 'off')
}
const ofVote: Reader = (wish, place) => messageOf(wish, place) && (place.own[wish.userId]?.[`vote ${wish.about}`] ?? '')
const ofDraft: Reader = ({ userId }, { own }) => own[userId]?.['draft'] ?? ''
const ofScheduled: Reader = ({ userId, about }, { messages, own }) => {
  const left = own[userId]?.[`scheduled ${about}`] ?? ''
  return messages.find(({ clientId }) => clientId === about)?.text ?? (left.startsWith(failed) ? left.slice(failed.length) : left)
}
const ofSaved: Reader = ({ userId, about }, { own }) => (own[userId]?.[`saved ${about}`] === undefined ? 'off' : 'on')
const ofHidden: Reader = ({ userId, about }, { unlisted }) => unlisted[userId]?.[`hidden ${about}`] ?? 'off'
const ofFlag: Reader = ({ userId, about }, { unlisted }) => unlisted[userId]?.[`flag ${about}`] ?? ''
const ofReminder: Reader = ({ userId, about, states, acknowledged = 0 }, { own, joinedAt }) => {
  const said = own[userId]?.[`reminder ${about}`]?.split(' ')[1]
  const at = Number(states[acknowledged])
  // Who is out when its time comes is reminded of nothing, also when they come back.
  const wasIn = (joinedAt[userId] ?? Number.POSITIVE_INFINITY) <= at
  return said ?? (at > 0 && at < Date.now() && !wasIn ? undefined : '')
}
const readers: Readonly<Record<WishKind, Reader>> = {
  reaction: ofFacet, pin: ofFacet, deletion: ofFacet, acknowledgement: ofFacet, vote: ofVote, draft: ofDraft, scheduled: ofScheduled,
  saved: ofSaved, hidden: ofHidden, flag: ofFlag, reminder: ofReminder,
}
/** What stays when its message is deleted. */
const staying: ReadonlySet<WishKind> = new Set(['deletion', 'saved', 'hidden', 'flag'])

/** INV-1: what a client alone changes is as it was last acknowledged, or as it was asked for since. */
export function* lostWishes({ wishes, truth }: Evidence): Generator<Violation> {
  const places = new Map(truth.map((place) => [place.id, place]))
  const list = [...wishes]
  const deleted = new Set(list.filter(({ kind }) => kind === 'deletion').map(({ about }) => about))
  for (const wish of list) {
    const { client, conversationId, kind, about, facet, states, acknowledged } = wish
    const place = places.get(conversationId)
    // Who deletes a message takes its reactions, its pin, its votes, its acknowledgements and the reminders of it along.
    if (acknowledged === undefined || !place || (!staying.has(kind) && deleted.has(about))) continue
    const there = readers[kind](wish, place)
    if (there === undefined || states.includes(there, acknowledged)) continue
    yield { invariant: 'INV-1', what: `"${facet}" of ${about} was acknowledged as "${states[acknowledged]}", and the database says "${there}"`, conversationId, client }
  }
}

/** One message as somebody saw it. */
export interface SeenMessage {
  readonly id: string
  readonly position: number
  readonly text: string
}

/** What one client shows of one conversation. */
export interface SeenConversation {
  readonly id: string
  /** In the order shown. Pending ones have no place here. */
  readonly messages: readonly SeenMessage[]
  readonly members: readonly string[]
  readonly marks: Readonly<Record<string, { readonly delivered: number; readonly read: number }>>
  readonly unread: number
}

/** Where a message was stored, as its sender was told. */
export interface Acknowledged {
  readonly conversationId: string
  readonly id: string
  readonly position: number
}

/** Everything that the checker needs; gathered when all is quiet. */
export interface Evidence {
  /** What senders were told, by clientId. */
  readonly acknowledged: ReadonlyMap<string, Acknowledged>
  /** clientIds that clients still hold as pending. */
  readonly pending: readonly string[]
  /** The server's own rows. */
  readonly server: readonly SeenConversation[]
  /** By client: what it shows after it resumed. */
  readonly clients: ReadonlyMap<string, readonly SeenConversation[]>
  /** By user: what a fresh client with an empty cache shows. */
  readonly fresh: ReadonlyMap<string, readonly SeenConversation[]>
  /** Which user a client belongs to. */
  readonly userOf: ReadonlyMap<string, string>
  /** What was noticed while it ran: a clientId shown twice, a mark that went back, a row after a removal. */
  readonly noticed: readonly Violation[]
}

/** A broken invariant. */
export interface Violation {
  readonly invariant: 'INV-1' | 'INV-2' | 'INV-3' | 'INV-4' | 'INV-5' | 'INV-6' | 'INV-7'
  readonly what: string
}

const byId = (list: readonly SeenConversation[]): Map<string, SeenConversation> => new Map(list.map((each) => [each.id, each]))
const order = (conversation: SeenConversation): string => conversation.messages.map((each) => `${each.position}:${each.id}:${each.text}`).join('\n')

/** The first place where two lists part, for people to read. */
const parting = (a: SeenConversation, b: SeenConversation): string => {
  const at = a.messages.findIndex((each, index) => each.id !== b.messages[index]?.id || each.position !== b.messages[index]?.position)
  const place = at < 0 ? a.messages.length : at
  return `${a.messages.length} messages against ${b.messages.length}; at ${place} ${JSON.stringify(a.messages[place])} against ${JSON.stringify(b.messages[place])}`
}
const rest = ({ members, marks, unread }: SeenConversation): string =>
  JSON.stringify([[...members].sort(), Object.entries(marks).sort(([a], [b]) => (a < b ? -1 : 1)), unread])

function* lost({ acknowledged, server, pending }: Evidence): Generator<Violation> {
  const rows = byId(server)
  for (const [clientId, { conversationId, id, position }] of acknowledged) {
    const found = rows.get(conversationId)?.messages.find((each) => each.id === id)
    if (found?.position !== position) yield { invariant: 'INV-1', what: `${clientId} was acknowledged at ${position}, stored at ${found?.position ?? 'nowhere'}` }
  }
  for (const clientId of pending) yield { invariant: 'INV-4', what: `${clientId} is still pending` }
}

function* doubled(name: string, list: readonly SeenConversation[]): Generator<Violation> {
  for (const conversation of list) {
    const ids = conversation.messages.map((each) => each.id)
    if (new Set(ids).size !== ids.length) yield { invariant: 'INV-3', what: `${name} shows a message of ${conversation.id} twice` }
  }
}

function* differing(name: string, list: readonly SeenConversation[], other: readonly SeenConversation[], invariant: 'INV-4' | 'INV-7'): Generator<Violation> {
  const theirs = byId(other)
  for (const mine of list) {
    const same = theirs.get(mine.id)
    if (!same) yield { invariant, what: `${name} shows ${mine.id}, the other side does not` }
    else if (order(mine) !== order(same)) yield { invariant: invariant === 'INV-4' ? 'INV-2' : invariant, what: `${name} shows ${mine.id} in another order: ${parting(mine, same)}` }
    else if (rest(mine) !== rest(same)) yield { invariant, what: `${name} shows ${mine.id} with ${rest(mine)}, the other side with ${rest(same)}` }
  }
  for (const each of other) if (!list.some((mine) => mine.id === each.id)) yield { invariant, what: `${name} lacks ${each.id}` }
}

/** Holds the evidence against INV-1 to INV-7 (design, section 8); an empty list means that all of them hold. */
export const check = (evidence: Evidence): readonly Violation[] => {
  const found: Violation[] = [...evidence.noticed, ...lost(evidence), ...doubled('the server', evidence.server)]
  for (const [name, list] of evidence.clients) {
    found.push(...doubled(name, list))
    const user = evidence.userOf.get(name) ?? ''
    const visible = evidence.server.filter((each) => each.members.includes(user))
    // Unread is the viewer's own, so the server's rows cannot carry it: the fresh client's answer is the server's.
    const fresh = evidence.fresh.get(user) ?? []
    const unread = new Map(fresh.map((each) => [each.id, each.unread]))
    found.push(...differing(name, list, visible.map((each) => ({ ...each, unread: unread.get(each.id) ?? 0 })), 'INV-4'))
    found.push(...differing(name, list, fresh, 'INV-7'))
  }
  return found
}

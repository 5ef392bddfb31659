import type { SeenConversation, SeenMessage, TrueConversation, TrueMessage } from '../evidence.ts'
import type { Invariant, Violation } from '../violation.ts'

type Rows = readonly SeenMessage[]

const placeOf = ({ position, id, text }: SeenMessage): string => `${position}:${id}:${text}`
const lineOf = (row: SeenMessage): string => `${placeOf(row)}:${row.facets.join()}`
const isAlike = (a: Rows, b: Rows, as: (row: SeenMessage) => string): boolean => a.map(as).join('\n') === b.map(as).join('\n')

/** The first place where two lists part, for people to read. */
const parting = (a: Rows, b: Rows): { readonly what: string; readonly position?: number } => {
  const at = a.findIndex((each, index) => lineOf(each) !== (b[index] && lineOf(b[index])))
  const place = at < 0 ? a.length : at
  const position = (a[place] ?? b[place])?.position
  return { what: `${a.length} messages against ${b.length}; at ${place} ${JSON.stringify(a[place])} against ${JSON.stringify(b[place])}`, ...(position === undefined ? {} : { position }) }
}

const say = (name: string, mine: unknown, theirs: unknown): readonly string[] =>
  JSON.stringify(mine) === JSON.stringify(theirs) ? [] : [`${name} ${JSON.stringify(mine)} against ${JSON.stringify(theirs)}`]

/** What two tables say differently, name by name. */
const sayEach = <T>(what: string, [mine, theirs]: readonly [Readonly<Record<string, T>>, Readonly<Record<string, T>>], as: (value: T | undefined) => unknown): readonly string[] =>
  [...new Set([...Object.keys(mine), ...Object.keys(theirs)])].flatMap((name) => say(`${what} ${name}`, as(mine[name]), as(theirs[name])))

/** What two sides say differently of a conversation, its messages apart: `theirs` is undefined where they have nothing. */
const differences = (a: SeenConversation, b: SeenConversation): readonly string[] => [
  ...say('topic', a.topic, b.topic),
  ...say('members', a.members.toSorted(), b.members.toSorted()),
  ...sayEach('marks of', [a.marks, b.marks], (mark) => [mark?.delivered, mark?.read]),
  ...say('unread', a.unread, b.unread),
  ...sayEach('thread', [a.threads, b.threads], (replies) => replies?.map(lineOf)),
  ...sayEach("one's own", [a.own, b.own], (value) => value),
]

interface Side {
  readonly name: string
  readonly list: readonly SeenConversation[]
}

/** Wherever two sides differ: in what stands where, which is the order, or in anything else. */
export function* differing(mine: Side, other: Side, invariant: Invariant): Generator<Violation> {
  const theirs = new Map(other.list.map((each) => [each.id, each]))
  for (const conversation of mine.list) {
    const same = theirs.get(conversation.id)
    const found = { conversationId: conversation.id, client: mine.name }
    if (!same) yield { invariant, what: `${mine.name} shows the conversation, ${other.name} does not`, ...found }
    else if (!isAlike(conversation.messages, same.messages, lineOf)) {
      const { what, ...where } = parting(conversation.messages, same.messages)
      const isOrder = invariant === 'INV-4' && !isAlike(conversation.messages, same.messages, placeOf)
      yield { invariant: isOrder ? 'INV-2' : invariant, what: `${mine.name} differs from ${other.name}: ${what}`, ...found, ...where }
    } else {
      const what = differences(conversation, same)
      if (what.length > 0) yield { invariant, what: `${mine.name} differs from ${other.name}: ${what.join('; ')}`, ...found }
    }
  }
  const ids = new Set(mine.list.map(({ id }) => id))
  for (const { id } of other.list) if (!ids.has(id)) yield { invariant, what: `${mine.name} lacks the conversation that ${other.name} shows`, conversationId: id, client: mine.name }
}

/** What the database says that somebody sees of a conversation: without what they hid, whatever list it would stand in. */
const seenBy = (userId: string, place: TrueConversation): SeenConversation => {
  const hidden = new Set(Object.keys(place.unlisted[userId] ?? {}).filter((name) => name.startsWith('hidden ')).map((name) => name.slice('hidden '.length)))
  const isShown = ({ id }: TrueMessage): boolean => !hidden.has(id)
  const threads = Map.groupBy(place.messages.filter(({ threadId }) => threadId !== undefined), ({ threadId = '' }) => threadId)
  return {
    ...place,
    messages: place.messages.filter((each) => isShown(each) && !each.onlyInThread && (each.audience?.includes(userId) ?? true)),
    threads: Object.fromEntries([...threads].flatMap(([root, replies]) => (hidden.has(root) ? [] : [[root, replies.filter(isShown)]]))),
    unread: place.unread[userId] ?? 0,
    own: Object.fromEntries(Object.entries(place.own[userId] ?? {}).filter(([name]) => !hidden.has(name.split(' ')[1] ?? ''))),
  }
}

/** What the database says that somebody should see. */
export const visibleTo = (userId: string, truth: readonly TrueConversation[]): readonly SeenConversation[] =>
  truth.filter(({ members }) => members.includes(userId)).map((place) => seenBy(userId, place))

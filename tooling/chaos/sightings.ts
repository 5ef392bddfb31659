/** The newest that a frame tells of a conversation. */
export interface Sighting {
  readonly conversationId: string
  readonly revision: number
  /** How it came. */
  readonly path: string
}

type Frame = Readonly<Record<string, unknown>>
interface Row { readonly id?: string; readonly revision?: number }
interface SavedRow extends Row { readonly conversationId?: string; readonly message?: Row }
interface Head extends Row { readonly lastMessage?: Row }
interface Sync { readonly id: string; readonly head: Head; readonly changes?: { readonly upTo: number } }
interface View { readonly conversation: { readonly id: string }; readonly head: Head }
interface Output {
  readonly message?: Row
  readonly messages?: readonly SavedRow[]
  readonly root?: Row
  readonly upTo?: number
  readonly conversations?: readonly View[]
  readonly conversation?: { readonly id: string }
  readonly head?: Head
}

const highest = (rows: readonly (Row | undefined)[]): number => Math.max(0, ...rows.map((row) => row?.revision ?? 0))

/** Of the output of a command; `conversationId` as its input named it. */
export const sightingsOfOutput = (name: string, input: { readonly conversationId?: string }, answer: object): readonly Sighting[] => {
  const output = answer as Output
  const path = `the answer to ${name}`
  const views = [...(output.conversations ?? []), ...(output.head && output.conversation ? [{ conversation: output.conversation, head: output.head }] : [])]
  const heads = views.map(({ conversation, head }) => ({ conversationId: conversation.id, revision: highest([head, head.lastMessage]), path }))
  const { conversationId } = input
  if (name === 'saved.messages') return (output.messages ?? []).map((each) => ({ conversationId: each.conversationId ?? '', revision: each.message?.revision ?? 0, path }))
  if (conversationId === undefined || name === 'message.send') return heads
  return [...heads, { conversationId, revision: Math.max(highest([output.message, output.root, ...(output.messages ?? [])]), output.upTo ?? 0), path }]
}

/** Of what a server sends by itself. */
export const sightingsOfFrame = (frame: Frame): readonly Sighting[] => {
  switch (frame['t']) {
    case 'evt':
      if (frame['scope'] !== 'conversation') return []
      return [{ conversationId: frame['id'] as string, revision: frame['revision'] as number, path: `the event ${frame['name'] as string}` }]
    case 'sync':
      return (frame['conversations'] as readonly Sync[]).map(({ id, head, changes }) => ({
        conversationId: id,
        revision: Math.max(highest([head, head.lastMessage]), changes?.upTo ?? 0),
        path: 'a sync',
      }))
    case 'head':
      return (frame['heads'] as readonly Head[]).map((head) => ({ conversationId: head.id ?? '', revision: highest([head, head.lastMessage]), path: 'a head' }))
    case 'ping':
      return ((frame['heads'] ?? []) as readonly (readonly [string, number])[]).map(([conversationId, revision]) => ({ conversationId, revision, path: 'a ping' }))
    default:
      return []
  }
}

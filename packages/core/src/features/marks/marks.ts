import type { Mark, Message } from '@palaver/protocol'

/** How many of the other members have received and read a message. */
export interface ReceiptCounts {
  readonly delivered: number
  readonly read: number
  /** How many others there are. */
  readonly of: number
}

/** How far everybody but the caller has come: the positions up to which all others have received and read. */
export interface ReceiptLine {
  readonly delivered: number
  readonly read: number
}

/** Marks by user id. */
export type MarkMap = ReadonlyMap<string, Mark>

/** Takes marks in by maximum; the same map when nothing moved. */
export const mergeMarks = (held: MarkMap, marks: readonly Mark[]): MarkMap => {
  let next: Map<string, Mark> | undefined
  for (const mark of marks) {
    const old = (next ?? held).get(mark.userId)
    const delivered = Math.max(old?.delivered ?? 0, mark.delivered, mark.read)
    const read = Math.max(old?.read ?? 0, mark.read)
    if (old && old.delivered === delivered && old.read === read) continue
    next ??= new Map(held)
    next.set(mark.userId, Object.freeze({ userId: mark.userId, delivered, read }))
  }
  return next ?? held
}

/** Raises the marks that are held by what messages imply: who sent one has received and read everything up to it, who caused a system message, or replied in a thread, has not (MARK-6). */
export const raiseMarks = (held: MarkMap, messages: readonly Message[]): MarkMap =>
  mergeMarks(held, messages.flatMap(({ senderId: userId, position, content, threadId }) => (content.kind !== 'system' && threadId === undefined && held.has(userId) ? { userId, delivered: position, read: position } : [])))

const others = (marks: MarkMap, me: string): Mark[] => [...marks.values()].filter((mark) => mark.userId !== me)

/** How many of `of` others have come to a position. */
export const receiptCounts = (marks: MarkMap, me: string, at: { readonly position: number; readonly of: number }): ReceiptCounts => {
  const count = (field: 'delivered' | 'read') =>
    Math.min(at.of, others(marks, me).filter((mark) => mark[field] >= at.position).length)
  return { delivered: count('delivered'), read: count('read'), of: at.of }
}

/**
 * The line of all `of` others: the counterpart's marks in a direct conversation, the slowest member's in others.
 * Zero while somebody's mark is not known or there is nobody else.
 */
export const receiptLine = (marks: MarkMap, me: string, of: number): ReceiptLine => {
  const known = others(marks, me)
  if (of < 1 || known.length < of) return { delivered: 0, read: 0 }
  const slowest = (field: 'delivered' | 'read') => known.map((mark) => mark[field]).sort((a, b) => b - a)[of - 1] ?? 0
  return { delivered: slowest('delivered'), read: slowest('read') }
}

/** How far a message at a position has come, by the line of all others. */
export const receiptStatus = (line: ReceiptLine, position: number): 'sent' | 'delivered' | 'read' => {
  if (position <= line.read) return 'read'
  return position <= line.delivered ? 'delivered' : 'sent'
}

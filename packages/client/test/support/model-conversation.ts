import type { MemberRole } from '@palaver/core'
import type {
  Conversation, ConversationChanges, ConversationView, Head, Mark, MarksState, Member, Membership, Message, SentMessage, SystemNote,
} from '@palaver/protocol'

/** A conversation as the model server keeps it: the plainest thing that obeys the rules of numbers. */
export class ModelConversation {
  readonly conversation: Conversation
  readonly messages: Message[] = []
  readonly members = new Map<string, Member>()
  readonly memberships = new Map<string, Membership>()
  readonly marks = new Map<string, Mark & { marksRevision: number }>()
  revision = 1
  marksRevision = 1

  constructor(conversation: Conversation) {
    this.conversation = conversation
  }

  place(userId: string, role: MemberRole, userRevision: number): void {
    const { id, createdAt: joinedAt } = this.conversation
    this.members.set(userId, { userId, role, state: 'active', joinedAt, revision: this.revision })
    this.memberships.set(userId, { conversationId: id, role, state: 'active', joinedAt, visibleFrom: 1, revision: userRevision })
    if (!this.marks.has(userId)) this.marks.set(userId, { userId, delivered: 0, read: 0, marksRevision: 1 })
  }

  isActive(userId: string): boolean {
    return this.members.get(userId)?.state === 'active'
  }

  send(message: Omit<Message, 'position' | 'revision'>): { row: Message; replay: boolean } {
    const before = this.messages.find((one) => one.senderId === message.senderId && one.clientId === message.clientId)
    if (before) return { row: before, replay: true }
    this.revision += 1
    const row: Message = { ...message, position: this.messages.length + 1, revision: this.revision }
    this.messages.push(row)
    // Implied by the message: no marksRevision, no frame.
    this.marks.set(row.senderId, { marksRevision: 1, ...this.marks.get(row.senderId), userId: row.senderId, delivered: row.position, read: row.position })
    return { row, replay: false }
  }

  /** Gives somebody another role; returns the row. */
  setRole(userId: string, role: MemberRole, userRevision: number): Member | undefined {
    const [member, membership] = [this.members.get(userId), this.memberships.get(userId)]
    if (!member || !membership) return undefined
    this.revision += 1
    const row = { ...member, role, revision: this.revision }
    this.members.set(userId, row)
    this.memberships.set(userId, { ...membership, role, revision: userRevision })
    return row
  }

  /** Writes a system message: nobody's marks move. */
  note(id: string, senderId: string, note: SystemNote, createdAt: number): Message {
    this.revision += 1
    const row: Message = { id, clientId: id, senderId, position: this.messages.length + 1, revision: this.revision, content: { kind: 'system', note }, createdAt }
    this.messages.push(row)
    return row
  }

  /** Changes the text of a message, as an edit will. */
  edit(position: number, text: string): Message | undefined {
    const old = this.messages[position - 1]
    if (old?.content.kind !== 'text') return undefined
    this.revision += 1
    const row: Message = { ...old, content: { kind: 'text', text }, revision: this.revision }
    this.messages[position - 1] = row
    return row
  }

  move(mark: Mark): boolean {
    const held = this.marks.get(mark.userId) ?? { userId: mark.userId, delivered: 0, read: 0, marksRevision: 1 }
    const read = Math.max(held.read, Math.min(mark.read, this.messages.length))
    const delivered = Math.max(held.delivered, read, Math.min(mark.delivered, this.messages.length))
    if (read === held.read && delivered === held.delivered) return false
    this.marksRevision += 1
    this.marks.set(mark.userId, { userId: mark.userId, delivered, read, marksRevision: this.marksRevision })
    return true
  }

  head(): Head {
    const lastMessage = this.messages.at(-1)
    return {
      id: this.conversation.id,
      revision: this.revision,
      position: this.messages.length,
      floorPosition: 0,
      marksRevision: this.marksRevision,
      memberCount: [...this.members.values()].filter((member) => member.state === 'active').length,
      activityAt: lastMessage?.createdAt ?? this.conversation.createdAt,
      ...(lastMessage ? { lastMessage } : {}),
    }
  }

  view(userId: string): ConversationView {
    const membership = this.memberships.get(userId)
    const mark = this.mark(userId)
    if (!membership) throw new Error('not a member')
    return { conversation: this.conversation, head: this.head(), membership, mark, unread: this.unread(userId) }
  }

  mark(userId: string): Mark {
    const { delivered, read } = this.marks.get(userId) ?? { delivered: 0, read: 0 }
    return { userId, delivered, read }
  }

  unread(userId: string): number {
    const { read } = this.mark(userId)
    return Math.min(100, this.messages.filter((one) => one.position > read && one.senderId !== userId && one.content.kind === 'text').length)
  }

  marksAfter(marksRevision: number): MarksState {
    const moved = [...this.marks.values()].filter((mark) => mark.marksRevision > marksRevision)
    return { marksRevision: this.marksRevision, marks: moved.map(({ userId, delivered, read }) => ({ userId, delivered, read })) }
  }

  /** Rows above `since`, at most `limit`; further behind than `resetBeyond` a reset. */
  changes(since: number, limit: number, resetBeyond: number): ConversationChanges {
    if (this.revision - since > resetBeyond || since > this.revision) return { after: since, upTo: this.revision, rows: {}, reset: true }
    const rows = [...this.messages.filter((row) => row.revision > since)].sort((a, b) => a.revision - b.revision)
    const page = rows.slice(0, limit)
    const more = page.length < rows.length
    return {
      after: since,
      upTo: more ? (page.at(-1)?.revision ?? since) : this.revision,
      rows: { messages: page, members: [...this.members.values()].filter((row) => row.revision > since), ...(!more && { memberCount: this.head().memberCount }) },
      ...(more ? { more } : {}),
    }
  }
}

/** The answer to a send. */
export const sent = ({ id, position, revision, createdAt }: Message): SentMessage => ({ id, position, revision, createdAt })

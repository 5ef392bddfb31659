/** Who talks to whom, and how fast it is asked to go. */
export interface Workload {
  readonly id: WorkloadId
  readonly title: string
  readonly conversations: number
  /** Members of each conversation; every one has one connection. */
  readonly members: number
  /** Whether a sender's own copy is one of the deliveries that must come and are counted. */
  readonly countsOwn: boolean
  /** Messages a second at which every system is also measured, so that costs compare at equal work. */
  readonly fixedRate: number
  /** Where the first search begins, in messages a second. */
  readonly startRate: number
}

export type WorkloadId = 'A' | 'B'

export const workloads: Readonly<Record<WorkloadId, Workload>> = {
  A: { id: 'A', title: 'group fan-out', conversations: 1, members: 100, countsOwn: true, fixedRate: 50, startRate: 400 },
  B: { id: 'B', title: 'many small chats', conversations: 500, members: 2, countsOwn: false, fixedRate: 300, startRate: 2000 },
}

/** Number of connections. */
export const clientCount = (workload: Workload): number => workload.conversations * workload.members

/** Deliveries that one message makes. */
export const deliveriesPerMessage = (workload: Workload): number => workload.members - (workload.countsOwn ? 0 : 1)

/** The conversation of a connection; connections are numbered conversation by conversation. */
export const conversationOf = (workload: Workload, client: number): number => Math.floor(client / workload.members)

/** Which connection sends the n-th message: conversations take turns, and in each its members do. */
export function senderOf(workload: Workload, n: number): number {
  const conversation = n % workload.conversations
  const slot = Math.floor(n / workload.conversations) % workload.members
  return conversation * workload.members + slot
}

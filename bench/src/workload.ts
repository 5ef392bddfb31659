/** Who talks to whom, and how fast it is asked to go. */
export interface Workload {
  readonly id: WorkloadId
  readonly title: string
  /** `rate` searches the highest rate that passes, `fixed` measures at one rate only, `idle` only connects, `catch-up` comes back. */
  readonly kind: 'rate' | 'fixed' | 'idle' | 'catch-up'
  /** Everybody has one connection. */
  readonly people: number
  /** Members of each conversation. */
  readonly members: number
  /** Conversations of each person, all of them followed live. */
  readonly each: number
  /** Whether conversations and their members take turns, a few get most of what is said (the n-th a share of 1/n), or one person says it all. */
  readonly sends: 'in turn' | 'Zipf' | 'one'
  /** Whether clients say how far they have received and read, at most every two seconds, where a system knows such a thing. */
  readonly marks?: boolean
  /** Whether a sender's own copy is one of the deliveries that must come and are counted. */
  readonly countsOwn: boolean
  /** Messages a second at which every system is also measured, so that costs compare at equal work. */
  readonly fixedRate: number
  /** Where the first search begins, in messages a second. */
  readonly startRate: number
}

export const workloadIds = ['A', 'B', 'BM', 'C', 'C50', 'D', 'E', 'F'] as const
export type WorkloadId = (typeof workloadIds)[number]

const talking = { kind: 'rate', each: 1, sends: 'in turn', countsOwn: true } as const
const silent = { ...talking, kind: 'idle', fixedRate: 0, startRate: 0 } as const

const full: Readonly<Record<WorkloadId, Workload>> = {
  A: { ...talking, id: 'A', title: 'group fan-out', people: 100, members: 100, fixedRate: 50, startRate: 400 },
  B: { ...talking, id: 'B', title: 'many small chats', people: 1000, members: 2, countsOwn: false, fixedRate: 300, startRate: 2000 },
  BM: { ...talking, id: 'BM', title: 'many small chats, with marks', people: 1000, members: 2, countsOwn: false, marks: true, fixedRate: 300, startRate: 2000 },
  C: { ...silent, id: 'C', title: 'idle, nothing followed', people: 2000, members: 20, each: 0 },
  C50: { ...silent, id: 'C50', title: 'idle, 50 conversations followed', people: 2000, members: 20, each: 50 },
  D: { ...talking, id: 'D', title: 'catch-up with 1,000 messages', kind: 'catch-up', sends: 'one', people: 2, members: 2, fixedRate: 500, startRate: 500 },
  E: { ...talking, id: 'E', title: 'large room', kind: 'fixed', people: 1000, members: 1000, fixedRate: 5, startRate: 5 },
  F: { ...talking, id: 'F', title: 'many rooms', people: 2000, members: 20, each: 50, sends: 'Zipf', fixedRate: 50, startRate: 400 },
}

// As many as show that everything works.
const smaller: Partial<Record<WorkloadId, Partial<Workload>>> = {
  C: { people: 700 },
  C50: { people: 400, each: 20 },
  E: { people: 300, members: 300 },
  F: { people: 200, each: 10 },
}

/** The workload of an effort; a quick one asks less of the machine. */
export const workloadOf = (id: WorkloadId, effort: 'quick' | 'full'): Workload => (effort === 'full' ? full[id] : { ...full[id], ...smaller[id] })

/** How many conversations there are. */
export const conversationCount = (workload: Workload): number => groupsOf(workload) * workload.each

/** Deliveries that one message makes. */
export const deliveriesPerMessage = (workload: Workload): number => workload.members - (workload.countsOwn ? 0 : 1)

/*
 * Conversations come in rounds; in each round everybody is in one. The person n has the slot s = n / groups of all their conversations, and in
 * round r the group (n + r * s) % groups: others each time, as in a real community, and found without a table.
 */
const groupsOf = ({ people, members }: Workload): number => people / members

/** The place of a client among a conversation's members; undefined for a stranger. */
export function slotIn(workload: Workload, conversation: number, client: number): number | undefined {
  const groups = groupsOf(workload)
  const slot = Math.floor(client / groups)
  return ((client % groups) + Math.floor(conversation / groups) * slot) % groups === conversation % groups ? slot : undefined
}

/** The client at a place of a conversation. */
export function memberAt(workload: Workload, conversation: number, slot: number): number {
  const groups = groupsOf(workload)
  const shift = (Math.floor(conversation / groups) * slot) % groups
  return slot * groups + (((conversation % groups) - shift + groups) % groups)
}

/** All conversations of a client, by round. */
export function conversationsOf(workload: Workload, client: number): readonly number[] {
  const groups = groupsOf(workload)
  const slot = Math.floor(client / groups)
  return Array.from({ length: workload.each }, (_, round) => round * groups + (((client % groups) + round * slot) % groups))
}

/** The conversation of the n-th message of a step. */
export function conversationAt(workload: Workload, n: number): number {
  const count = conversationCount(workload)
  return workload.sends === 'Zipf' ? zipf(count, scattered(n)) : n % count
}

/** Who sends the n-th message of a step: in each conversation its members take turns, or one is drawn. */
export function senderOf(workload: Workload, n: number): number {
  const { members, sends } = workload
  if (sends === 'one') return 0
  const slot = sends === 'in turn' ? Math.floor(n / conversationCount(workload)) % members : Math.floor(scattered(~n) * members)
  return memberAt(workload, conversationAt(workload, n), slot)
}

/** The same number between 0 and 1 for the same n (the finaliser of MurmurHash3): generator and recorder draw alike. */
function scattered(n: number): number {
  let mixed = Math.imul(n ^ (n >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32
}

const shares = new Map<number, Float64Array>()

function zipf(count: number, drawn: number): number {
  const upTo = shares.get(count) ?? cumulative(count)
  shares.set(count, upTo)
  const wanted = drawn * upTo[count - 1]!
  let [low, high] = [0, count - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (upTo[middle]! > wanted) high = middle
    else low = middle + 1
  }
  return low
}

function cumulative(count: number): Float64Array {
  let sum = 0
  return Float64Array.from({ length: count }, (_, at) => (sum += 1 / (at + 1)))
}

import type { Run } from '../results.ts'
import type { EventLoad } from './events.ts'
import type { FirstMessage } from './first-message.ts'
import type { ScrollLoad } from './scroll.ts'

/** Everything about the client, as written to client.json; an entry for each repeat. */
export interface ClientLoads extends Run {
  readonly events: readonly EventLoad[]
  readonly scrolls: readonly ScrollLoad[]
  readonly firstMessages: readonly FirstMessage[]
}

import type { Authenticate } from '../../platform/authenticate.ts'
import type { Commands } from '../../platform/commands.ts'
import type { FanOut } from '../../platform/fan-out/fan-out.ts'
import type { Log } from '../../platform/log.ts'
import type { Metrics } from '../../platform/metrics.ts'
import type { Report } from '../../platform/report.ts'
import type { Runtime } from '../../platform/runtime.ts'
import type { SocketSeats } from '../../platform/socket-seats.ts'

/** Numbers of the socket door, all with defaults. */
export interface SocketLimits {
  /** Bytes of a frame from the client. */
  readonly maxFrameBytes: number
  readonly maxCommandsInFlight: number
  readonly maxSocketsPerUser: number
  /** Sockets of one address (of IPv6 its /64) whose token has not come yet; more handshakes are refused. A large office comes back at once behind one address. */
  readonly maxUnauthenticatedPerAddress: number
  /** Until the token must have come. */
  readonly authWithinMs: number
  /** How long a socket lives on after its token ran out. */
  readonly expiryGraceMs: number
  readonly framesPerSecond: number
  readonly framesBurst: number
  /** `resume` and `follow` frames, which cost a query each. */
  readonly readsPerSecond: number
  readonly readsBurst: number
  /** A reader with more bytes waiting loses ephemeral frames and what it follows live. */
  readonly softBufferBytes: number
  /** A reader with more bytes waiting is closed. */
  readonly hardBufferBytes: number
  /** Code points of a message, told in `hello`. */
  readonly textMaxLength: number
}

export const defaultSocketLimits: SocketLimits = {
  maxFrameBytes: 65_536,
  maxCommandsInFlight: 32,
  maxSocketsPerUser: 20,
  maxUnauthenticatedPerAddress: 1000,
  authWithinMs: 10_000,
  expiryGraceMs: 30_000,
  framesPerSecond: 100,
  framesBurst: 400,
  readsPerSecond: 10,
  readsBurst: 60,
  softBufferBytes: 1_048_576,
  hardBufferBytes: 4_194_304,
  textMaxLength: 5000,
}

/** What a session works with. */
export interface SessionParts {
  readonly commands: Pick<Commands, 'run'>
  readonly authenticate: Authenticate
  readonly fanOut: FanOut
  readonly runtime: Pick<Runtime, 'now' | 'newId'>
  readonly logger: Pick<Log, 'debug' | 'error'>
  readonly limits: SocketLimits
  /** Counts the sockets of each user over all nodes; unless given, those of this one are counted. */
  readonly seats?: SocketSeats
  readonly report?: Report
  readonly metrics?: Metrics
}

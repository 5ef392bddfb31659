import type { CloseCode, Conversation, Member } from '@palaver/protocol'
import type { Frame } from './frame.ts'

/** An authenticated socket as the fan-out sees it. Nothing here throws; a socket that went away ignores what comes. */
export interface Connection {
  readonly id: string
  readonly userId: string
  readonly sessionId: string | undefined
  /** More bytes wait for this reader than the soft budget allows. */
  readonly congested: boolean
  send(frame: Frame): void
  /** Sends a frame unless the reader is congested; says whether it did. */
  offer(frame: Frame): boolean
  /** Sends a frame that may be lost; a congested reader does not get it. */
  whisper(frame: Frame): void
  /** Sends a heartbeat and counts it as not answered yet. */
  ping(frame: Frame): void
  close(code: CloseCode): void
}

/** What was true of the viewer's place when the following began. */
export interface Place {
  /** Revision of the conversation in which the place was seen. */
  readonly asOf: number
  readonly visibleFrom: number
  readonly role: Member['role']
  readonly type: Conversation['type']
}

/** A connection and what it follows. */
export interface Follower {
  readonly connection: Connection
  /** Conversations whose every event goes to the connection. */
  readonly live: Map<string, Place>
  /** Conversations of which only heads go to the connection. */
  readonly passive: Map<string, Place>
  /** Conversations of which the first answer is still being read. */
  readonly opening: Set<string>
  /** People whose changes go to the connection; true when their presence does, too. */
  readonly watched: Map<string, boolean>
  /** The connection is gone; nothing may be followed for it any more. */
  closed: boolean
}

/** A follower of a connection that follows nothing yet. */
export const createFollower = (connection: Connection): Follower => ({
  connection,
  live: new Map(),
  passive: new Map(),
  opening: new Set(),
  watched: new Map(),
  closed: false,
})

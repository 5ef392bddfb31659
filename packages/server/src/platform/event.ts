import type { EphemeralName, EphemeralPayload, EventName, EventPayload } from '@palaver/protocol'

/** A durable event before it is encoded. */
export interface EventDraft<Name extends EventName = EventName> {
  readonly name: Name
  readonly scope: 'conversation' | 'user'
  /** Id of the conversation or user. */
  readonly id: string
  readonly after: number
  readonly revision: number
  readonly payload: EventPayload<Name>
}

/** A durable event as it travels: its frame is encoded once, by the node that committed it. */
export interface EncodedEvent {
  readonly name: string
  readonly scope: 'conversation' | 'user'
  readonly id: string
  readonly after: number
  readonly revision: number
  /** The whole `evt` frame as JSON. */
  readonly frame: string
  /** What some users get in its place: what is for some members only, opened for them. */
  readonly variants?: readonly EventVariant[]
  /** Users whose membership ended with this event: their sockets stop following before it is delivered. */
  readonly ended?: readonly string[]
  /**
   * Not sent at once. `true`: never, followers learn of its revision with the next event (who comes and goes in large conversations). A text: of
   * the events of a conversation with the same one followers are sent the last, with the next event or after a while (reactions in large ones).
   */
  readonly quiet?: true | string
}

/** An event as some users see it. */
export interface EventVariant {
  readonly userIds: readonly string[]
  readonly frame: string
}

/** What goes over the bus. A hint: whoever misses it finds the truth in the database. */
export type BusMessage =
  | { readonly kind: 'events'; readonly events: readonly EncodedEvent[] }
  /** To the sockets that follow a conversation live, except those of `exceptUserId`. */
  | { readonly kind: 'ephemeral'; readonly conversationId: string; readonly frame: string; readonly exceptUserId?: string }
  /** Marks of one conversation that moved; nodes coalesce them to a frame a second. */
  | { readonly kind: 'marks'; readonly payload: EphemeralPayload<'marks.moved'> }
  /** One member's marks in a large conversation, to the member's own sockets that follow it. */
  | { readonly kind: 'own-marks'; readonly payload: EphemeralPayload<'marks.moved'> }
  /** To the sockets that watch a person. */
  | { readonly kind: 'person'; readonly userId: string; readonly frame: string }
  /** Presence of a person may have changed on some node. */
  | { readonly kind: 'presence'; readonly payload: EphemeralPayload<'presence.changed'> }
  /** Sockets of a revoked session close at once. */
  | { readonly kind: 'revoked'; readonly userId: string; readonly sessionId: string }
  /** All sockets of a suspended user close at once. */
  | { readonly kind: 'suspended'; readonly userId: string }
  /** The user may come in again. */
  | { readonly kind: 'reinstated'; readonly userId: string }

export type { EphemeralName }

/** The bus between nodes; within one node it is the in-process adapter. */
export interface Bus {
  /**
   * Hands a message to every handler of this node at once, and to the other nodes. Never throws.
   * `taken` is called when the bus has the message, never when it could not take it: then only the database can tell the others.
   */
  publish(message: BusMessage, taken?: () => void): void
  /** Handlers run synchronously; what one node publishes of one conversation or person comes in its order. Returns the end of the subscription. */
  subscribe(handler: (message: BusMessage) => void): () => void
  /** Calls back when messages of other nodes come again after some may have been lost, or could not be read. Returns the end of it. */
  onGap(listener: () => void): () => void
  /** Why messages of other nodes do not come; undefined while this node hears what it publishes. */
  fault(): string | undefined
  close(): Promise<void>
}

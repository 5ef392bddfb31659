import type { ChatClient } from '@palaver/client'
import type { Ledger } from '../ledger.ts'

/** What acts have of the client that does them. */
export interface Hand {
  readonly name: string
  readonly userId: string
  /** What it reacts with, and nobody else. */
  readonly emoji: string
  readonly client: ChatClient
  readonly ledger: Ledger
  /** What a person has once for all of their devices, as a vote or a draft: one of the devices alone changes it there, so that it is clear what the last is. */
  readonly leads: (conversationId: string) => boolean
  /** Those that it is in at the beginning. */
  readonly conversationIds: readonly string[]
  /** 1 for the first that this client says, then 2. */
  count(): number
  show(conversationId: string): void
  focus(focused: boolean): void
}

/** Something that a client may choose to do. */
export interface Act {
  /** Of all choices; those of all acts make 1. */
  readonly share: number
  /** `dice`, in [0, 1), says how exactly, where there is a choice. */
  take(hand: Hand, conversationId: string, dice: number): void
}

/** What the server confirmed over the socket. */
export interface Heard {
  readonly input: Readonly<Record<string, unknown>> & { readonly messageId?: string; readonly conversationId?: string }
  readonly output: Readonly<Record<string, unknown>>
}

/** By command: what a confirmation means for the ledger. */
export type Ears = Readonly<Record<string, (hand: Hand, heard: Heard) => void>>

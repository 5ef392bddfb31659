/** The promises that a run checks; docs/proof.md says them in plain words. */
export const invariants = ['INV-1', 'INV-2', 'INV-3', 'INV-4', 'INV-5', 'INV-6', 'INV-7'] as const
export type Invariant = (typeof invariants)[number]

/** A broken promise, with what is needed to look for its cause. */
export interface Violation {
  readonly invariant: Invariant
  readonly what: string
  readonly conversationId?: string
  readonly position?: number
  readonly client?: string
  /** What the client had sent, got and gone through before. */
  readonly before?: readonly string[]
}

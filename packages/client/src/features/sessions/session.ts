import type { CommandInput, CommandOutput } from '@palaver/protocol'
import type { Platform } from '../../platform.ts'
import type { Store } from '../../store.ts'

/** Whether somebody is signed in on this device, and who. */
export interface SessionState {
  readonly status: 'signed-out' | 'signed-in'
  readonly userId?: string
}

/** Where the session is kept: the methods of `localStorage`. */
export type SessionStorage = Pick<globalThis.Storage, 'getItem' | 'setItem' | 'removeItem'>

/** What {@link createSession} takes. */
export interface SessionOptions {
  /** Address of the server, as for the client. */
  readonly url: string
  /** `localStorage` where there is one, memory otherwise. */
  readonly storage?: SessionStorage
  readonly platform?: Partial<Platform>
}

/** A signed-in person: tokens kept, rotated, refreshed in single flight, shared by all tabs. */
export interface Session extends Store<SessionState> {
  /** Asks for an account; a code is sent to the address. Rejects with the server's error. */
  register(input: CommandInput<'account.register'>): Promise<CommandOutput<'account.register'>>
  /** Finishes a registration and signs in. Rejects with `code_invalid` or `handle_taken`. */
  verify(input: CommandInput<'account.verify'>): Promise<SessionState>
  /** Signs in. Rejects with `invalid_credentials`. */
  logIn(input: CommandInput<'session.create'>): Promise<SessionState>
  /** Signs out here and in the other tabs; the server is told when it can be reached. Never rejects. */
  logOut(): Promise<void>
  /** An access token that is good for at least another minute, or null when nobody is signed in. Rejects when the server cannot be reached. */
  token(options?: { readonly refresh?: boolean }): Promise<string | null>
  /** Ends the listening to other tabs. */
  close(): void
}

/** Restores the session that the storage holds. */
export const createSession = (options: SessionOptions): Session => {
  throw new Error(`not built yet ${options.url}`)
}

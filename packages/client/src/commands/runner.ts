import type { CommandInput, CommandName, CommandOutput } from '@palaver/protocol'
import type { Platform } from '../platform.ts'

/** What may be left out may be given as undefined, too. */
export type Given<T> = T extends unknown ? { [Key in keyof T]: Record<never, never> extends Pick<T, Key> ? T[Key] | undefined : T[Key] } : never

/** Runs a command of the contract by whichever door is open. */
export type Runner = <Name extends CommandName>(name: Name, input: Given<CommandInput<Name>>) => Promise<CommandOutput<Name>>

/** Gives an access token, or null when nobody is signed in. `refresh`: the server has just refused the last one. */
export type TokenSource = (options: { readonly refresh: boolean }) => Promise<string | null>

/** A door of one server for one person. */
export interface Door {
  readonly platform: Pick<Platform, 'fetch'>
  /** Without a slash at the end. */
  readonly url: string
  readonly token: TokenSource
}

/** One command. */
export interface Command<Name extends CommandName> {
  readonly name: Name
  readonly input: Given<CommandInput<Name>>
}

/** Runs a command without a socket. Rejects with the server's error; `unavailable` when it cannot be reached or answers nonsense. */
export type Fallback = <Name extends CommandName>(door: Door, command: Command<Name>) => Promise<CommandOutput<Name>>

/** The server's address without a slash at the end. */
export const baseUrl = (url: string): string => url.replace(/\/+$/, '')

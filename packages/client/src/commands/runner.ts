import type { CommandInput, CommandName, CommandOutput } from '@palaver/protocol'

/** Runs a command of the contract by whichever door is open. */
export type Runner = <Name extends CommandName>(name: Name, input: CommandInput<Name>) => Promise<CommandOutput<Name>>

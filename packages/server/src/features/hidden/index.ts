import type { Commands } from '../../platform/commands.ts'
import type { Writer } from '../../platform/writer/change.ts'
import { submitPrivately } from '../private-rows/port.ts'
import { hideMessages, unhideMessages } from './change.ts'

export interface HiddenParts {
  readonly commands: Commands
  readonly writer: Writer
}

/** Binds `message.hide` and `message.unhide`. */
export function createHidden({ commands, writer }: HiddenParts): void {
  commands.bindUser('message.hide', (input, { userId }) => submitPrivately(writer, hideMessages, { callerId: userId, input }))
  commands.bindUser('message.unhide', (input, { userId }) => submitPrivately(writer, unhideMessages, { callerId: userId, input }))
}

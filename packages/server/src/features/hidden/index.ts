import type { Commands } from '../../platform/commands.ts'
import type { Writer } from '../../platform/writer/change.ts'
import { answerPrivately } from '../private-rows/port.ts'
import { hideMessages, unhideMessages } from './change.ts'

export interface HiddenParts {
  readonly commands: Commands
  readonly writer: Writer
}

/** Binds `message.hide` and `message.unhide`. */
export function createHidden({ commands, writer }: HiddenParts): void {
  commands.bindUser('message.hide', (input, { userId }) => answerPrivately(writer, hideMessages, { command: 'message.hide', input, userId }))
  commands.bindUser('message.unhide', (input, { userId }) => answerPrivately(writer, unhideMessages, { command: 'message.unhide', input, userId }))
}

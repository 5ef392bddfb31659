import type { Commands } from '../../platform/commands.ts'
import type { Writer } from '../../platform/writer/change.ts'
import { submitPrivately } from '../private-rows/port.ts'
import { setDrafts } from './change.ts'

export interface DraftsParts {
  readonly commands: Commands
  readonly writer: Writer
}

/** Binds `draft.set`. */
export function createDrafts({ commands, writer }: DraftsParts): void {
  commands.bindUser('draft.set', (input, { userId }) => submitPrivately(writer, setDrafts, { callerId: userId, input }))
}

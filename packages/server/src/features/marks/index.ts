import type { Commands } from '../../platform/commands.ts'
import { MarkService, type MarksParts } from './service.ts'

/** Binds the mark.* commands. */
export function createMarks({ commands, ...parts }: MarksParts & { readonly commands: Commands }): void {
  const marks = new MarkService(parts)
  commands.bindUser('mark.update', (input, caller) => marks.update(input, caller))
  commands.bindUser('mark.list', (input, caller) => marks.list(input, caller))
}

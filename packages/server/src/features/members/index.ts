import type { Commands } from '../../platform/commands.ts'
import { MemberService, type MembersParts } from './service.ts'

/** Binds the member.* commands and conversation.transfer. */
export function createMembers({ commands, ...parts }: MembersParts & { readonly commands: Commands }): void {
  const members = new MemberService(parts)
  commands.bindUser('member.add', (input, caller) => members.add(input, caller))
  commands.bindUser('member.remove', (input, caller) => members.remove(input, caller))
  commands.bindUser('member.update', (input, caller) => members.update(input, caller))
  commands.bindUser('conversation.transfer', (input, caller) => members.transfer(input, caller))
  commands.bindUser('member.leave', (input, caller) => members.leave(input, caller))
  commands.bindUser('member.list', (input, caller) => members.list(input, caller))
}

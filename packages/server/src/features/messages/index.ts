import type { Commands } from '../../platform/commands.ts'
import type { Sender } from './sender.ts'
import { MessageService, type MessagesParts } from './service.ts'

/** Binds the message.* commands; returns what sends. */
export function createMessages({ commands, ...parts }: MessagesParts & { readonly commands: Commands }): Sender {
  const messages = new MessageService(parts)
  commands.bindUser('message.send', (input, caller) => messages.send(input, caller))
  commands.bindUser('message.list', (input, caller) => messages.list(input, caller))
  commands.bindUser('message.get', (input, caller) => messages.get(input, caller))
  return messages
}

import { texts } from '../../text/texts.ts'
import type { MessageExtension } from './message-extension.ts'
import { textToShow, plainText } from './plain-text.ts'

/** Answering a message, and copying what it says. */
export const basicExtension: MessageExtension = {
  menuItems: ({ message, actions, notify }) => [
    { label: texts.messages.reply, icon: 'reply', bar: true, onChoose: () => actions.reply(message) },
    {
      label: texts.messages.copy,
      icon: 'copy',
      onChoose: () => {
        navigator.clipboard.writeText(textToShow(message.content) ?? plainText(message.content)).then(
          () => notify(texts.messages.copied),
          () => notify(texts.errors.unknown),
        )
      },
    },
  ],
}

import { checkContent, type Content, type ContentDefinition, type ContentInput, type ContentOf, type ContentOutput, type Message, type MessageRef, PalaverError } from '@palaver/protocol'
import type { ConversationHandle } from '../conversations/conversation-handle.ts'

/** Beside the data. */
export interface ContentOptions {
  /** The message that this one answers. */
  readonly replyTo?: MessageRef
  /** Data of the application's own beside its content; `customData` writes it. */
  readonly custom?: NonNullable<Message['custom']>
}

/** Sending and reading of one kind of content of the developer's own. */
export interface ContentType<Definition extends ContentDefinition> {
  /**
   * Sends like `messages.send`: shows at once, survives a reload; returns the message's key.
   * Throws `invalid_input` when the data does not fit the definition.
   */
  send(conversation: ConversationHandle, data: ContentInput<Definition>, options?: ContentOptions): string
  /** What the schema makes of the data of a message; undefined for other kinds, and for data that does not fit. */
  read(message: { readonly content: Content }): ContentOutput<Definition> | undefined
}

const read = <Definition extends ContentDefinition>(content: Content, definition: Definition): { readonly value: unknown } | undefined => {
  if (content.kind !== 'custom' || content.type !== definition.type) return undefined
  const checked = checkContent(definition, content.data)
  return 'fault' in checked ? undefined : checked
}

/** Is it of this definition, with data that its schema takes? */
export const isContent = <Row extends { readonly content: Content }, Definition extends ContentDefinition>(
  message: Row,
  definition: Definition,
): message is Row & { readonly content: ContentOf<Definition> } => read(message.content, definition) !== undefined

/** What can be done with content of a definition. */
export const contentType = <Definition extends ContentDefinition>(definition: Definition): ContentType<Definition> => ({
  send: (conversation, data, options = {}) => {
    const checked = checkContent(definition, data)
    if ('fault' in checked) throw new PalaverError('invalid_input', `unable to send; ${checked.fault}`, { path: '/content/data' })
    const fallback = definition.fallback?.(checked.value)
    const content = { kind: 'custom', type: definition.type, data: data as Readonly<Record<string, unknown>>, ...(fallback !== undefined && { fallback }) } as const
    return conversation.messages.send({ content, ...options })
  },
  read: (message) => read(message.content, definition)?.value as ContentOutput<Definition> | undefined,
})

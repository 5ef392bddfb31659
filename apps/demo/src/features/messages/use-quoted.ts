import type { ChatClient, Content, Message, MessageRef, Timeline } from '@palaver/client'
import { useChat, useStore } from '@palaver/react'
import { useCallback, useEffect, useState } from 'react'

/** As much of a message as a quote shows. */
export interface Quoted {
  readonly senderId: string
  readonly content: Content
  /** For some members only. */
  readonly restricted?: true | undefined
}

const fetched = new WeakMap<ChatClient, Map<string, Promise<Message | undefined>>>()

const fetchQuoted = (chat: ChatClient, conversationId: string, messageId: string): Promise<Message | undefined> => {
  const held = fetched.get(chat) ?? new Map<string, Promise<Message | undefined>>()
  fetched.set(chat, held)
  const known = held.get(messageId)
  if (known) return known
  const asked = chat.run('message.get', { conversationId, messageId }).then(
    ({ message }) => message,
    () => {
      held.delete(messageId)
      return undefined
    },
  )
  held.set(messageId, asked)
  return asked
}

/** The message that is quoted: from the timeline when it is there, asked for once otherwise. */
export const useQuoted = (conversationId: string, { id, position }: MessageRef): Quoted | undefined => {
  const chat = useChat()
  const pick = useCallback(({ items }: Timeline) => items.find((message) => message.position === position), [position])
  const shown = useStore(chat.conversation(conversationId).messages, pick)
  const [asked, setAsked] = useState<Quoted>()
  const missing = shown === undefined
  useEffect(() => {
    if (!missing) return
    let current = true
    void fetchQuoted(chat, conversationId, id).then((quoted) => current && setAsked(quoted))
    return () => {
      current = false
    }
  }, [chat, conversationId, id, missing])
  return shown ?? asked
}

/** A message by its id, asked for once; undefined until it came. */
export const useFetched = (conversationId: string, id: string): Message | undefined => {
  const chat = useChat()
  const [message, setMessage] = useState<Message>()
  useEffect(() => {
    let current = true
    void fetchQuoted(chat, conversationId, id).then((found) => current && setMessage(found))
    return () => {
      current = false
    }
  }, [chat, conversationId, id])
  return message
}

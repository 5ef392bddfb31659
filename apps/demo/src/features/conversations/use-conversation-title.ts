import type { ConversationItem } from '@palaver/client'
import { usePerson } from '@palaver/react'
import { texts } from '../../text/texts.ts'

/** What a conversation is called and how its avatar looks. */
export interface ConversationTitle {
  readonly name: string
  readonly hue: number
  readonly shape: 'round' | 'square'
  /** False while the name of the other one loads. */
  readonly known: boolean
}

/** The name of a group, or of the other one in a direct conversation. */
export const useConversationTitle = (item: ConversationItem | undefined): ConversationTitle => {
  const other = usePerson(item?.counterpartId)
  if (item?.conversation.type === 'direct') {
    return { name: other?.name ?? texts.conversations.direct, hue: other?.avatarHue ?? 220, shape: 'round', known: other !== undefined }
  }
  const conversation = item?.conversation
  return {
    name: conversation?.name ?? texts.conversations.untitled,
    hue: conversation?.avatarHue ?? 220,
    shape: 'square',
    known: conversation !== undefined,
  }
}

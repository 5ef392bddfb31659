import { mentionsMe, type TimelineMessage } from '@palaver/client'
import { useChat } from '@palaver/react'

/** Does the message call the person who looks at it: by name, or with everybody? */
export const useMentionsMe = (message: TimelineMessage): boolean => mentionsMe(message, { me: useChat().userId })

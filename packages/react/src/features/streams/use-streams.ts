import { type Streams, streams } from '@palaver/client'
import { useChat } from '../../palaver-provider.tsx'

/** Messages whose text comes piece by piece; while it is mounted and after, the timeline shows the texts as they grow. The object keeps its identity. */
export const useStreams = (conversationId: string): Streams => streams(useChat().conversation(conversationId))

import { useStreams } from '@palaver/react'
import { Icon } from '../../controls/icon.tsx'
import { useTask } from '../../controls/use-task.ts'
import { texts } from '../../text/texts.ts'
import type { MessageExtension, MessageSlot } from '../messages/message-extension.ts'
import './streams.css'

/** The text grows in the timeline from here on. */
const Growing = ({ conversationId }: { readonly conversationId: string }) => {
  useStreams(conversationId)
  return <span className="visually-hidden stream-growing">{texts.streams.growing}</span>
}

const Stop = ({ conversationId, messageId }: { readonly conversationId: string; readonly messageId: string }) => {
  const { cancel } = useStreams(conversationId)
  const task = useTask(cancel)
  return (
    <p className="stream-stop">
      <button type="button" className="stream-button" disabled={task.busy} onClick={() => void task.run(messageId)}>
        <Icon name="stop" size={16} />
        {texts.streams.stop}
      </button>
      {task.message && <span className="form-error" role="alert">{task.message}</span>}
    </p>
  )
}

const isOpen = ({ stream }: MessageSlot['message']): boolean => stream?.state === 'open'

/** Messages whose text comes piece by piece: a caret where it grows, the way to stop one's own, and what was not finished. */
export const streamExtension: MessageExtension = {
  Above: ({ conversationId, message }) => isOpen(message) && <Growing conversationId={conversationId} />,
  Below: ({ conversationId, message }) => isOpen(message) && message.mine && message.id !== undefined && <Stop conversationId={conversationId} messageId={message.id} />,
  Meta: ({ message: { stream } }) => (stream?.state === 'cancelled' || stream?.state === 'interrupted') && <span className="quiet stream-ended">{texts.streams[stream.state]}</span>,
}

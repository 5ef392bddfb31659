import type { TimelineMessage } from '@palaver/client'
import { usePerson } from '@palaver/react'
import { IconButton } from '../../controls/button.tsx'
import { Icon } from '../../controls/icon.tsx'
import { texts } from '../../text/texts.ts'
import { plainText } from './plain-text.ts'

interface ReplyPreviewProps {
  readonly message: TimelineMessage
  readonly onCancel: () => void
}

/** What is being answered, above the composer's line. */
export const ReplyPreview = ({ message, onCancel }: ReplyPreviewProps) => {
  const sender = usePerson(message.senderId)
  return (
    <div className="reply-preview">
      <Icon name="reply" size={18} />
      <span className="reply-preview-text">
        <span className="reply-preview-name ellipsis"><bdi>{texts.composer.replyingTo(sender?.name ?? texts.common.someone)}</bdi></span>
        <span className="quiet ellipsis" dir="auto">{plainText(message.content)}</span>
      </span>
      <IconButton label={texts.composer.cancelReply} icon="close" size={18} onClick={onCancel} />
    </div>
  )
}

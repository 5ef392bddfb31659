import type { ConversationItem } from '@palaver/client'
import { IconButton } from '../../controls/button.tsx'
import { Name } from '../../controls/name.tsx'
import { homeHref, navigate } from '../../routing/route.ts'
import { texts } from '../../text/texts.ts'
import { useConnectionText } from '../connection/use-connection-text.ts'
import { Avatar } from '../people/avatar.tsx'
import { PresenceDot } from '../presence/presence-dot.tsx'
import { presenceText } from '../presence/presence-text.ts'
import { useKnownPresence } from '../presence/use-known-presence.ts'
import type { ConversationTitle } from './use-conversation-title.ts'

interface ConversationHeaderProps {
  readonly item: ConversationItem | undefined
  readonly title: ConversationTitle
  readonly detailsOpen: boolean
  readonly onSearch: () => void
  readonly onDetails: () => void
}

const Subtitle = ({ item }: { readonly item: ConversationItem | undefined }) => {
  const connection = useConnectionText()
  const presence = useKnownPresence(item?.counterpartId)
  if (connection.tone !== 'calm') return <span className={`connection-text connection-${connection.tone}`}>{connection.text}</span>
  if (!item) return <span className="skeleton" style={{ width: 96 }} />
  if (item.conversation.type === 'direct') return <>{presenceText(presence)}</>
  return <>{texts.conversations.members(item.head.memberCount)}</>
}

/** Who it is with, and how they or the connection are. */
export const ConversationHeader = ({ item, title, detailsOpen, onSearch, onDetails }: ConversationHeaderProps) => (
  <header className="conv-head">
    <IconButton className="only-narrow" label={texts.common.back} icon="back" onClick={() => navigate(homeHref)} />
    <button type="button" className="conv-head-title" onClick={onDetails} tabIndex={-1} aria-hidden="true">
      <Avatar name={title.known ? title.name : ''} hue={title.hue} shape={title.shape} size={40}>
        {item?.counterpartId !== undefined && <PresenceDot userId={item.counterpartId} />}
      </Avatar>
    </button>
    <div className="conv-head-text">
      <h2 className="ellipsis">{title.known ? <Name>{title.name}</Name> : <span className="skeleton" style={{ width: 140 }} />}</h2>
      <p className="quiet ellipsis conv-head-note"><Subtitle item={item} /></p>
    </div>
    <IconButton label={texts.search.messages} icon="search" onClick={onSearch} />
    <IconButton label={texts.conversations.details} icon="info" aria-pressed={detailsOpen} onClick={onDetails} />
  </header>
)

import { type ConversationItem, members } from '@palaver/client'
import { type ConversationResult, usePerson } from '@palaver/react'
import { useState } from 'react'
import { useNotify } from '../../announcements/notices.tsx'
import { Button, IconButton } from '../../controls/button.tsx'
import { ConfirmDialog } from '../../controls/confirm-dialog.tsx'
import { Name } from '../../controls/name.tsx'
import { homeHref, redirect } from '../../routing/route.ts'
import { texts } from '../../text/texts.ts'
import { DisappearingSection } from '../disappearing/disappearing-section.tsx'
import { MemberSection } from '../members/member-section.tsx'
import { Avatar } from '../people/avatar.tsx'
import { presenceText } from '../presence/presence-text.ts'
import { useKnownPresence } from '../presence/use-known-presence.ts'
import { RenameDialog } from './rename-dialog.tsx'
import { useConversationTitle } from './use-conversation-title.ts'

interface DetailsPaneProps {
  readonly conversation: ConversationResult
  readonly item: ConversationItem
  /** It covers the timeline, so it can be closed in itself. */
  readonly covers: boolean
  readonly onClose: () => void
}

const DirectDetails = ({ userId }: { readonly userId: string }) => {
  const person = usePerson(userId)
  const presence = useKnownPresence(userId)
  return (
    <>
      <p className="quiet details-center">{person && <bdi>@{person.handle}</bdi>}</p>
      <p className="quiet details-center">{presenceText(presence)}</p>
      {person?.bio && (
        <section className="details-section">
          <h3>{texts.details.about}</h3>
          <p className="details-text" dir="auto">{person.bio}</p>
        </section>
      )}
    </>
  )
}

/** The third pane: who is in it, and what may be changed. */
export const DetailsPane = ({ conversation, item, covers, onClose }: DetailsPaneProps) => {
  const title = useConversationTitle(item)
  const notify = useNotify()
  const [dialog, setDialog] = useState<'rename' | 'leave'>()
  const direct = item.conversation.type === 'direct'
  return (
    <aside className={`pane pane-details${covers ? ' pane-covers' : ''}`} aria-label={texts.details.heading}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}>
      <header className="pane-head">
        {covers && <IconButton label={texts.common.back} icon="back" onClick={onClose} autoFocus />}
        <h2 className="pane-title">{texts.details.heading}</h2>
        {!covers && <IconButton label={texts.common.close} icon="close" onClick={onClose} />}
      </header>
      <div className="details-body scroll">
        <div className="details-top">
          <Avatar name={title.known ? title.name : ''} hue={title.hue} shape={title.shape} size={88} />
          <p className="details-name"><Name>{title.name}</Name></p>
          {!direct && <p className="quiet">{texts.conversations.members(item.head.memberCount)}</p>}
          {!direct && conversation.can('conversation.update') && (
            <Button kind="quiet" icon="edit" onClick={() => setDialog('rename')}>{texts.details.rename}</Button>
          )}
        </div>
        {direct && item.counterpartId !== undefined && <DirectDetails userId={item.counterpartId} />}
        {item.conversation.topic && (
          <section className="details-section">
            <h3>{texts.details.topic}</h3>
            <p className="details-text" dir="auto">{item.conversation.topic}</p>
          </section>
        )}
        {!direct && <MemberSection conversationId={item.id} ownRole={item.membership.role} can={conversation.can} />}
        <DisappearingSection key={item.id} conversation={item.conversation} allowed={conversation.can('conversation.disappear')} />
        {conversation.can('conversation.leave') && (
          <section className="details-section">
            <Button kind="danger" icon="leave" onClick={() => setDialog('leave')}>{texts.details.leave}</Button>
          </section>
        )}
      </div>
      {dialog === 'rename' && <RenameDialog conversation={conversation} item={item} onClose={() => setDialog(undefined)} />}
      {dialog === 'leave' && (
        <ConfirmDialog
          title={texts.details.leaveTitle}
          hint={texts.details.leaveHint}
          confirm={texts.details.leaveConfirm}
          onConfirm={async () => {
            await members(conversation.handle).leave()
            redirect(homeHref)
            notify(texts.conversations.left(title.name))
          }}
          onClose={() => setDialog(undefined)}
        />
      )}
    </aside>
  )
}

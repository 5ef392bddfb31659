import type { Member, Permission } from '@palaver/client'
import { useMe, useMembers } from '@palaver/react'
import { useState } from 'react'
import { Button } from '../../controls/button.tsx'
import { texts } from '../../text/texts.ts'
import { AddPeopleDialog } from './add-people-dialog.tsx'
import { memberActions } from './member-actions.ts'
import { MemberRow } from './member-row.tsx'

interface MemberSectionProps {
  readonly conversationId: string
  readonly ownRole: Member['role']
  readonly can: (permission: Permission) => boolean
}

/** The members of a group, and what may be done about them. */
export const MemberSection = ({ conversationId, ownRole, can }: MemberSectionProps) => {
  const members = useMembers(conversationId)
  const me = useMe()
  const [adding, setAdding] = useState(false)
  const seat = { userId: me.userId, role: ownRole, can }
  return (
    <section className="details-section" aria-labelledby="members-heading">
      <h3 id="members-heading">{texts.details.members}</h3>
      {can('member.add') && <Button kind="quiet" icon="add" className="details-add" onClick={() => setAdding(true)}>{texts.details.addPeople}</Button>}
      <ul className="members" aria-busy={members.status === 'loading'}>
        {members.items.map((member) => (
          <MemberRow key={member.userId} member={member} own={member.userId === me.userId} actions={memberActions(member, seat, members)} />
        ))}
      </ul>
      {members.status === 'error' && members.items.length === 0 && <p className="quiet">{texts.details.membersFailed}</p>}
      {members.hasMore && <Button kind="quiet" onClick={() => void members.loadMore()}>{texts.common.more}</Button>}
      {adding && <AddPeopleDialog members={members} onClose={() => setAdding(false)} />}
    </section>
  )
}

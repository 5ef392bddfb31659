import { useChat, useMembers, usePeople } from '@palaver/react'
import { useState } from 'react'
import { Button } from '../../controls/button.tsx'
import { Dialog } from '../../controls/dialog.tsx'
import { texts } from '../../text/texts.ts'
import type { ComposerDialogProps } from '../messages/composer-extension.ts'
import { Picker } from '../people/picker.tsx'
import { fitsQuery } from './fits-query.ts'

/** So many may be chosen: more are refused. */
const most = 100

/** Chooses for which members the next message is. */
export const RestrictDialog = ({ conversationId, written: { options, onOptions }, onClose }: ComposerDialogProps) => {
  const { userId: me } = useChat()
  const members = useMembers(conversationId)
  const { visibleTo: before = [], ...others } = options
  const [chosenIds, setChosenIds] = useState<readonly string[]>(before)
  const [query, setQuery] = useState('')
  const ids = members.items.map(({ userId }) => userId).filter((userId) => userId !== me)
  const people = usePeople([...ids, ...chosenIds])
  const personsOf = (userIds: readonly string[]) => userIds.flatMap((userId) => people.get(userId) ?? [])
  const found = personsOf(ids).filter((person) => fitsQuery(person, query))
  return (
    <Dialog title={texts.restricted.title} onClose={onClose}>
      <form className="form"
        onSubmit={(event) => {
          event.preventDefault()
          onOptions(chosenIds.length > 0 ? { ...others, visibleTo: [...chosenIds] } : others)
          onClose()
        }}>
        <p className="quiet">{texts.restricted.onlyThis}</p>
        <Picker label={texts.restricted.members} autoFocus query={query} onQuery={setQuery} found={found} busy={members.status === 'loading'} most={most}
          chosen={personsOf(chosenIds)} onChange={(chosen) => setChosenIds(chosen.map(({ id }) => id))}>
          {members.status === 'error' && <li className="picker-note">{texts.details.membersFailed}</li>}
          {members.status === 'ready' && found.length === 0 && <li className="picker-note">{texts.search.nothing(query.trim())}</li>}
          {members.hasMore && <li><Button kind="quiet" onClick={() => void members.loadMore()}>{texts.common.more}</Button></li>}
        </Picker>
        {chosenIds.length >= most && <p className="quiet" role="status">{texts.restricted.full(most)}</p>}
        <footer className="dialog-foot">
          <Button onClick={onClose}>{texts.common.cancel}</Button>
          <Button type="submit" kind="primary" disabled={chosenIds.length + before.length === 0}>{chosenIds.length > 0 ? texts.restricted.done : texts.restricted.everybody}</Button>
        </footer>
      </form>
    </Dialog>
  )
}

import type { ActivityEntry } from '@palaver/client'
import { useActivity } from '@palaver/react'
import { Button, IconButton } from '../../controls/button.tsx'
import { EmptyState } from '../../controls/empty-state.tsx'
import { moveFocus } from '../../routing/move-focus.ts'
import { describeError } from '../../text/describe-error.ts'
import { texts } from '../../text/texts.ts'
import { ActivityLine } from './activity-line.tsx'
import { useFreshSince } from './use-fresh-since.ts'
import './activity.css'

interface ActivityViewProps {
  /** False while another pane stands in its place. */
  readonly shown: boolean
  readonly onBack: () => void
}

interface SectionProps {
  readonly heading: string | undefined
  readonly entries: readonly ActivityEntry[]
  readonly fresh: boolean
}

const Section = ({ heading, entries, fresh }: SectionProps) => entries.length > 0 && (
  <section aria-label={heading}>
    {heading !== undefined && <h2 className="jump-heading">{heading}</h2>}
    <ul>{entries.map((entry) => <ActivityLine key={entry.message.id} entry={entry} fresh={fresh} />)}</ul>
  </section>
)

/** In the first pane: mentions of the person, replies and reactions to them, the newest first. What is shown becomes read. */
export const ActivityView = ({ shown, onBack }: ActivityViewProps) => {
  const list = useActivity()
  const { items, status, hasMore, error } = list
  const since = useFreshSince(list, shown) ?? list.readTo
  const fresh = items.filter(({ at }) => at > since)
  const earlier = items.filter(({ at }) => at <= since)
  return (
    <>
      <header className="pane-head">
        <IconButton label={texts.common.back} icon="back" autoFocus onClick={onBack} />
        <h1 className="pane-title">{texts.activity.title}</h1>
      </header>
      <div className="activity-list scroll" onKeyDown={(event) => moveFocus(event, '.card')}>
        <Section heading={texts.activity.fresh} entries={fresh} fresh />
        <Section heading={fresh.length > 0 ? texts.activity.earlier : undefined} entries={earlier} fresh={false} />
        {status === 'loading' && <p className="jump-note" aria-busy="true">{texts.common.loading}</p>}
        {error && <p className="jump-note form-error" role="alert">{describeError(error)} <button type="button" className="link" onClick={() => void list.refresh()}>{texts.common.retry}</button></p>}
        {hasMore && status === 'ready' && <Button kind="quiet" onClick={() => void list.loadMore()}>{texts.common.more}</Button>}
        {items.length === 0 && status === 'ready' && !hasMore && <EmptyState icon="bell" title={texts.activity.emptyTitle} hint={texts.activity.emptyHint} />}
      </div>
    </>
  )
}

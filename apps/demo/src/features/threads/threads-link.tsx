import { useThreads } from '@palaver/react'
import { Icon } from '../../controls/icon.tsx'
import { threadsHref } from '../../routing/route.ts'
import { texts } from '../../text/texts.ts'
import './threads.css'

/** The way to my threads, with how many of them have something unread. */
export const ThreadsLink = ({ current }: { readonly current: boolean }) => {
  const { unreadThreads } = useThreads()
  return (
    <a className="threads-link" href={threadsHref} aria-current={current ? 'page' : undefined}>
      <Icon name="thread" size={18} />
      <span>{texts.threads.heading}</span>
      {unreadThreads > 0 && (
        <span className="badge">
          <span aria-hidden="true">{unreadThreads}</span>
          <span className="visually-hidden">{texts.threads.unreadThreads(unreadThreads)}</span>
        </span>
      )}
    </a>
  )
}

import { Icon } from '../../controls/icon.tsx'
import { texts } from '../../text/texts.ts'

interface JumpToNewestProps {
  readonly count: number
  readonly onJump: () => void
}

/** Back to the end, with the number of what came meanwhile. */
export const JumpToNewest = ({ count, onJump }: JumpToNewestProps) => {
  const label = count > 0 ? texts.messages.jumpToNewestCount(count) : texts.messages.jumpToNewest
  return (
    <button type="button" className="jump-newest" aria-label={label} title={label} onClick={onJump}>
      <Icon name="down" />
      {count > 0 && <span className="badge" aria-hidden="true">{count > 99 ? '99+' : count}</span>}
    </button>
  )
}

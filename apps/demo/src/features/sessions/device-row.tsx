import type { DeviceSession } from '@palaver/client'
import { Button } from '../../controls/button.tsx'
import { Icon } from '../../controls/icon.tsx'
import { Name } from '../../controls/name.tsx'
import { useTask } from '../../controls/use-task.ts'
import { formatAgo, formatDate, formatFull } from '../../text/dates.ts'
import { texts } from '../../text/texts.ts'

interface DeviceRowProps {
  readonly device: DeviceSession
  /** Absent for this device, which has a way out of its own. Takes the name that the row shows. */
  readonly onSignOut?: (name: string) => Promise<void>
}

const inHand = /phone|android|\bipad\b|tablet/i

/** One device: what it is, when it was there last. */
export const DeviceRow = ({ device: { device, createdAt, lastUsedAt, current }, onSignOut }: DeviceRowProps) => {
  const name = device ?? texts.devices.unnamed
  const task = useTask(async () => onSignOut?.(name))
  return (
    <li className="device">
      <span className={`device-icon${current ? ' device-icon-current' : ''}`}>
        <Icon name={inHand.test(name) ? 'phone' : 'desktop'} />
      </span>
      <span className="device-text">
        <span className="device-name">
          <span className="ellipsis"><Name>{name}</Name></span>
          {current && <span className="role">{texts.devices.here}</span>}
        </span>
        <span className="quiet device-when">
          <span title={formatFull(lastUsedAt)}>{current ? texts.devices.activeNow : texts.devices.lastActive(formatAgo(lastUsedAt))}</span>
          <span title={formatFull(createdAt)}>{texts.devices.since(formatDate(createdAt))}</span>
        </span>
        {task.message && <span className="form-error" role="alert">{task.message}</span>}
      </span>
      {onSignOut && (
        <Button className="device-out" aria-label={texts.devices.signOut(name)} disabled={task.busy} onClick={() => void task.run()}>
          {texts.session.signOut}
        </Button>
      )}
    </li>
  )
}

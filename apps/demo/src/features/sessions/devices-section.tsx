import { useSessions } from '@palaver/react'
import { useEffect, useRef, useState } from 'react'
import { Button } from '../../controls/button.tsx'
import { ConfirmDialog } from '../../controls/confirm-dialog.tsx'
import { describeError } from '../../text/describe-error.ts'
import { texts } from '../../text/texts.ts'
import { DeviceRow } from './device-row.tsx'
import './sessions.css'

const DeviceSkeleton = () => (
  <ul className="devices" aria-hidden="true">
    {[46, 34].map((width) => (
      <li key={width} className="device">
        <span className="device-icon" />
        <span className="device-text device-text-loading">
          <span className="skeleton" style={{ width: `${width}%` }} />
          <span className="skeleton" style={{ width: `${width + 16}%` }} />
        </span>
      </li>
    ))}
  </ul>
)

/** Where one is signed in: this device, the others, and how to sign them out. */
export const DevicesSection = () => {
  const { items, status, error, reload, revoke, revokeOthers } = useSessions()
  const [asking, setAsking] = useState(false)
  const [done, setDone] = useState<{ readonly text: string }>()
  const heading = useRef<HTMLHeadingElement>(null)
  const others = items.filter(({ current }) => !current)
  // The row and its button go: the focus must not go with them.
  useEffect(() => {
    if (done && !asking) heading.current?.focus()
  }, [done, asking])
  const ask = () => {
    setDone(undefined)
    setAsking(true)
  }
  return (
    <>
      <p className="quiet settings-hint">{texts.devices.hint}</p>
      <p className="visually-hidden" role="status">{status === 'loading' && items.length === 0 ? texts.common.loading : done?.text}</p>
      {status === 'loading' && items.length === 0 && <DeviceSkeleton />}
      {status === 'error' && (
        <div className="note devices-error" role="alert">
          <p>{texts.devices.loadFailed} {describeError(error)}</p>
          <Button onClick={() => void reload()}>{texts.common.retry}</Button>
        </div>
      )}
      <ul className="devices" aria-label={texts.devices.here}>
        {items.filter(({ current }) => current).map((one) => <DeviceRow key={one.id} device={one} />)}
      </ul>
      {items.length > 0 && <h3 ref={heading} tabIndex={-1} className="settings-heading">{texts.devices.others}</h3>}
      {status === 'ready' && others.length === 0 && <p className="quiet settings-hint">{texts.devices.noOthers}</p>}
      {others.length > 0 && (
        <>
          <ul className="devices" aria-label={texts.devices.others}>
            {others.map((one) => (
              <DeviceRow key={one.id} device={one} onSignOut={async (name) => {
                await revoke(one.id)
                setDone({ text: texts.devices.signedOut(name) })
              }} />
            ))}
          </ul>
          <Button kind="danger" className="devices-all" onClick={ask}>{texts.devices.signOutOthers}</Button>
        </>
      )}
      {asking && (
        <ConfirmDialog title={texts.devices.othersTitle} hint={texts.devices.othersHint(others.length)} confirm={texts.devices.othersConfirm}
          onConfirm={async () => {
            await revokeOthers()
            setDone({ text: texts.devices.othersSignedOut })
          }}
          onClose={() => setAsking(false)} />
      )}
    </>
  )
}

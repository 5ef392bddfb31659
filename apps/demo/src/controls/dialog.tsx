import { type ReactNode, useId, useLayoutEffect, useRef } from 'react'
import { texts } from '../text/texts.ts'
import { IconButton } from './button.tsx'

interface DialogProps {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  /** Hides the title row but keeps the name; for dialogs that begin with an input. */
  readonly bare?: boolean
  readonly className?: string
}

/** A modal dialog: the browser keeps the focus inside and gives it back. Escape and a click beside it close it. */
export const Dialog = ({ title, onClose, children, bare = false, className = '' }: DialogProps) => {
  const ref = useRef<HTMLDialogElement>(null)
  const titleId = useId()
  // Closed while it still stands in the page, or the browser does not give the focus back.
  useLayoutEffect(() => {
    const dialog = ref.current
    if (dialog && !dialog.open) dialog.showModal()
    return () => dialog?.close()
  }, [])
  return (
    <dialog
      ref={ref}
      className={`dialog ${className}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        // That of a dialog within this one comes by here, too.
        if (event.target !== ref.current) return
        event.preventDefault()
        onClose()
      }}
      onMouseDown={(event) => event.target === ref.current && onClose()}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <div className="dialog-body">
        <header className={bare ? 'visually-hidden' : 'dialog-head'}>
          <h2 id={titleId}>{title}</h2>
          {!bare && <IconButton label={texts.common.close} icon="close" onClick={onClose} />}
        </header>
        {children}
      </div>
    </dialog>
  )
}

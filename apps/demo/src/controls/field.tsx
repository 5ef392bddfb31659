import { type InputHTMLAttributes, type ReactNode, type RefObject, type TextareaHTMLAttributes, useEffect, useId, useRef } from 'react'

/** Does what `autoFocus` is for: React's own comes before the dialog around it is shown, and so to nothing. */
const useFirstFocus = <Control extends HTMLElement>(wanted = false): RefObject<Control | null> => {
  const ref = useRef<Control>(null)
  useEffect(() => {
    if (wanted) ref.current?.focus()
  }, [wanted])
  return ref
}

interface FrameProps {
  readonly label: string
  readonly hint?: string | undefined
  readonly error?: string | undefined
  readonly children: (ids: { readonly id: string; readonly describedBy: string | undefined }) => ReactNode
}

/** A label, a control, and below it a hint or what is wrong. */
export const FieldFrame = ({ label, hint, error, children }: FrameProps) => {
  const id = useId()
  const note = error ?? hint
  return (
    <div className={`field${error ? ' field-wrong' : ''}`}>
      <label htmlFor={id}>{label}</label>
      {children({ id, describedBy: note ? `${id}-note` : undefined })}
      {note && (
        <p id={`${id}-note`} className="field-note" role={error ? 'alert' : undefined}>
          {note}
        </p>
      )}
    </div>
  )
}

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'> {
  readonly label: string
  readonly value: string
  readonly onValue: (value: string) => void
  readonly hint?: string | undefined
  readonly error?: string | undefined
}

/** A line of text to fill in. */
export const Field = ({ label, value, onValue, hint, error, autoFocus, ...rest }: FieldProps) => {
  const ref = useFirstFocus<HTMLInputElement>(autoFocus)
  return (
    <FieldFrame label={label} hint={hint} error={error}>
      {({ id, describedBy }) => (
        <input
          dir="auto"
          className="input"
          {...rest}
          ref={ref}
          id={id}
          value={value}
          onChange={(event) => onValue(event.target.value)}
          aria-invalid={error ? true : undefined}
          aria-describedby={describedBy}
        />
      )}
    </FieldFrame>
  )
}

interface TextFieldProps extends Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'onChange' | 'value'> {
  readonly label: string
  readonly value: string
  readonly onValue: (value: string) => void
}

/** Several lines of text to fill in. */
export const TextField = ({ label, value, onValue, autoFocus, ...rest }: TextFieldProps) => {
  const ref = useFirstFocus<HTMLTextAreaElement>(autoFocus)
  return (
    <FieldFrame label={label}>
      {({ id }) => <textarea dir="auto" className="input textarea" {...rest} ref={ref} id={id} value={value} onChange={(event) => onValue(event.target.value)} />}
    </FieldFrame>
  )
}

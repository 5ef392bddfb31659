import { type InputHTMLAttributes, type ReactNode, type TextareaHTMLAttributes, useId } from 'react'

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
export const Field = ({ label, value, onValue, hint, error, ...rest }: FieldProps) => (
  <FieldFrame label={label} hint={hint} error={error}>
    {({ id, describedBy }) => (
      <input
        dir="auto"
        className="input"
        {...rest}
        id={id}
        value={value}
        onChange={(event) => onValue(event.target.value)}
        aria-invalid={error ? true : undefined}
        aria-describedby={describedBy}
      />
    )}
  </FieldFrame>
)

interface TextFieldProps extends Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'onChange' | 'value'> {
  readonly label: string
  readonly value: string
  readonly onValue: (value: string) => void
}

/** Several lines of text to fill in. */
export const TextField = ({ label, value, onValue, ...rest }: TextFieldProps) => (
  <FieldFrame label={label}>
    {({ id }) => <textarea dir="auto" className="input textarea" {...rest} id={id} value={value} onChange={(event) => onValue(event.target.value)} />}
  </FieldFrame>
)

import type { ButtonHTMLAttributes } from 'react'
import { Icon, type IconName } from './icon.tsx'

type Plain = ButtonHTMLAttributes<HTMLButtonElement>

interface ButtonProps extends Plain {
  readonly kind?: 'primary' | 'plain' | 'danger' | 'quiet'
  readonly icon?: IconName
}

/** A button with a text. */
export const Button = ({ kind = 'plain', icon, type = 'button', className = '', children, ...rest }: ButtonProps) => (
  <button {...rest} type={type} className={`button button-${kind} ${className}`}>
    {icon && <Icon name={icon} size={18} />}
    <span>{children}</span>
  </button>
)

interface IconButtonProps extends Plain {
  /** Its accessible name and tooltip. */
  readonly label: string
  readonly icon: IconName
  readonly size?: number
}

/** A button that shows only an icon. */
export const IconButton = ({ label, icon, size = 20, type = 'button', className = '', ...rest }: IconButtonProps) => (
  <button {...rest} type={type} aria-label={label} title={label} className={`icon-button ${className}`}>
    <Icon name={icon} size={size} />
  </button>
)

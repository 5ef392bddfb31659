import type { ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'

interface EmptyStateProps {
  readonly icon: IconName
  readonly title: string
  readonly hint?: string
  readonly children?: ReactNode
}

/** What stands where nothing is: what it is, and what to do. */
export const EmptyState = ({ icon, title, hint, children }: EmptyStateProps) => (
  <div className="empty">
    <span className="empty-icon">
      <Icon name={icon} size={26} />
    </span>
    <p className="empty-title">{title}</p>
    {hint && <p className="empty-hint">{hint}</p>}
    {children && <div className="empty-actions">{children}</div>}
  </div>
)

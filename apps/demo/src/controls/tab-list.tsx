import { type KeyboardEvent, useRef } from 'react'
import { Icon, type IconName } from './icon.tsx'

/** One of several panels. */
export interface Tab<Id extends string> {
  readonly id: Id
  readonly label: string
  readonly icon: IconName
}

interface TabListProps<Id extends string> {
  readonly label: string
  readonly tabs: readonly Tab<Id>[]
  readonly chosen: Id
  readonly onChoose: (id: Id) => void
  /** Tabs are `<prefix>-tab-<id>`, their panels must be `<prefix>-panel-<id>`. */
  readonly prefix: string
}

const steps: Readonly<Record<string, (index: number, count: number) => number>> = {
  ArrowDown: (index, count) => (index + 1) % count,
  ArrowRight: (index, count) => (index + 1) % count,
  ArrowUp: (index, count) => (index + count - 1) % count,
  ArrowLeft: (index, count) => (index + count - 1) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
}

/** Chooses a panel: one stop for Tab, arrows walk and choose, whether the tabs stand in a row or a column. */
export const TabList = <Id extends string>({ label, tabs, chosen, onChoose, prefix }: TabListProps<Id>) => {
  const ref = useRef<HTMLDivElement>(null)
  const onKeyDown = (event: KeyboardEvent) => {
    const next = tabs[steps[event.key]?.(tabs.findIndex(({ id }) => id === chosen), tabs.length) ?? -1]
    if (!next || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    onChoose(next.id)
    ref.current?.querySelector<HTMLElement>(`#${CSS.escape(`${prefix}-tab-${next.id}`)}`)?.focus()
  }
  return (
    <div ref={ref} role="tablist" className="tabs" aria-label={label} onKeyDown={onKeyDown}>
      {tabs.map(({ id, label: name, icon }) => (
        <button key={id} type="button" role="tab" className="tab" id={`${prefix}-tab-${id}`} aria-controls={`${prefix}-panel-${id}`}
          aria-selected={id === chosen} tabIndex={id === chosen ? 0 : -1} onClick={() => onChoose(id)}>
          <Icon name={icon} size={18} />
          <span>{name}</span>
        </button>
      ))}
    </div>
  )
}

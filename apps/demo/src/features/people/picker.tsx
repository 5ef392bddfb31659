import type { Person } from '@palaver/client'
import type { KeyboardEvent, ReactNode } from 'react'
import { Field } from '../../controls/field.tsx'
import { Icon } from '../../controls/icon.tsx'
import { moveFocus } from '../../routing/move-focus.ts'
import { texts } from '../../text/texts.ts'
import { Avatar } from './avatar.tsx'
import { PersonRow } from './person-row.tsx'
import './people.css'

interface PickerProps {
  readonly label: string
  readonly query: string
  readonly onQuery: (query: string) => void
  /** Who fits what is searched for. */
  readonly found: readonly Person[]
  readonly busy: boolean
  readonly autoFocus?: boolean
  readonly chosen: readonly Person[]
  readonly onChange: (chosen: readonly Person[]) => void
  /** So many can be chosen. */
  readonly most?: number
  /** Items after those that were found. */
  readonly children?: ReactNode
}

/** A field to search with, the people found, and those who are chosen of them. */
export const Picker = ({ label, query, onQuery, found, busy, autoFocus = false, chosen, onChange, most = Infinity, children }: PickerProps) => {
  const isChosen = (id: string) => chosen.some((person) => person.id === id)
  const isFull = chosen.length >= most
  const toggle = (person: Person) => {
    if (isChosen(person.id)) onChange(chosen.filter(({ id }) => id !== person.id))
    else if (!isFull) onChange([...chosen, person])
  }
  // Enter takes the first one found; it must not send the form around the picker.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    event.preventDefault()
    const first = busy ? undefined : found.find(({ id }) => !isChosen(id))
    if (!first) return
    toggle(first)
    onQuery('')
  }
  return (
    <div className="picker">
      {chosen.length > 0 && (
        <ul className="chips" aria-label={texts.group.chosen(chosen.length)}>
          {chosen.map((person) => (
            <li key={person.id}>
              <button type="button" className="chip" aria-label={texts.group.remove(person.name)} onClick={() => toggle(person)}>
                <Avatar name={person.name} hue={person.avatarHue} size={24} />
                <bdi className="ellipsis">{person.name}</bdi>
                <Icon name="close" size={14} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <Field label={label} type="search" placeholder={texts.group.searchPeople} autoComplete="off" autoFocus={autoFocus} value={query} onValue={onQuery}
        onKeyDown={onKeyDown} />
      <ul className="picker-list scroll" aria-label={label} aria-busy={busy} onKeyDown={(event) => moveFocus(event, 'button')}>
        {found.map((person) => (
          <li key={person.id}>
            <button type="button" className="option" aria-pressed={isChosen(person.id)} disabled={isFull && !isChosen(person.id)} onClick={() => toggle(person)}>
              <PersonRow person={person} />
              <span className="option-check">{isChosen(person.id) && <Icon name="check" size={18} />}</span>
            </button>
          </li>
        ))}
        {children}
      </ul>
    </div>
  )
}

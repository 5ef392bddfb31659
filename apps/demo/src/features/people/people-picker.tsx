import type { Person } from '@palaver/client'
import { usePeopleSearch } from '@palaver/react'
import { type KeyboardEvent, useState } from 'react'
import { Field } from '../../controls/field.tsx'
import { Icon } from '../../controls/icon.tsx'
import { moveFocus } from '../../routing/move-focus.ts'
import { describeError } from '../../text/describe-error.ts'
import { texts } from '../../text/texts.ts'
import { Avatar } from './avatar.tsx'
import { PersonRow } from './person-row.tsx'
import './people.css'

interface PeoplePickerProps {
  readonly chosen: readonly Person[]
  readonly onChange: (chosen: readonly Person[]) => void
  /** People who are in it already or cannot be chosen. */
  readonly without: ReadonlySet<string>
}

/** Finds people and picks some of them. */
export const PeoplePicker = ({ chosen, onChange, without }: PeoplePickerProps) => {
  const [query, setQuery] = useState('')
  const search = usePeopleSearch(query)
  const isChosen = (id: string) => chosen.some((person) => person.id === id)
  const toggle = (person: Person) => onChange(isChosen(person.id) ? chosen.filter(({ id }) => id !== person.id) : [...chosen, person])
  const found = search.items.filter((person) => !without.has(person.id))
  // Enter takes the first one found; it must not send the form around the picker.
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    event.preventDefault()
    const first = search.status === 'ready' ? found.find(({ id }) => !isChosen(id)) : undefined
    if (!first) return
    toggle(first)
    setQuery('')
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
      <Field label={texts.group.people} type="search" placeholder={texts.group.searchPeople} autoComplete="off" value={query} onValue={setQuery}
        onKeyDown={onKeyDown} />
      <ul className="picker-list scroll" aria-label={texts.search.people} aria-busy={search.status === 'loading'}
        onKeyDown={(event) => moveFocus(event, 'button')}>
        {found.map((person) => (
          <li key={person.id}>
            <button type="button" className="option" aria-pressed={isChosen(person.id)} onClick={() => toggle(person)}>
              <PersonRow person={person} />
              <span className="option-check">{isChosen(person.id) && <Icon name="check" size={18} />}</span>
            </button>
          </li>
        ))}
        {search.status === 'error' && <li className="picker-note">{describeError(search.error)}</li>}
        {search.status === 'ready' && found.length === 0 && <li className="picker-note">{texts.search.nothing(query.trim())}</li>}
        {search.status === 'idle' && <li className="picker-note">{texts.search.hint}</li>}
      </ul>
    </div>
  )
}

import type { Person } from '@palaver/client'
import { usePeopleSearch } from '@palaver/react'
import { useState } from 'react'
import { describeError } from '../../text/describe-error.ts'
import { texts } from '../../text/texts.ts'
import { Picker } from './picker.tsx'

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
  const found = search.items.filter((person) => !without.has(person.id))
  return (
    <Picker label={texts.group.people} query={query} onQuery={setQuery} found={found} busy={search.status === 'loading'} chosen={chosen} onChange={onChange}>
      {search.status === 'error' && <li className="picker-note">{describeError(search.error)}</li>}
      {search.status === 'ready' && found.length === 0 && <li className="picker-note">{texts.search.nothing(query.trim())}</li>}
      {search.status === 'idle' && <li className="picker-note">{texts.search.hint}</li>}
    </Picker>
  )
}

import { texts } from '../../text/texts.ts'
import { PersonRow } from '../people/person-row.tsx'
import type { useMentioning } from './use-mentioning.ts'
import './mentions.css'

/** Whom the '@' that is being typed may mean. The focus stays in the composer. */
export const MentionList = ({ mentioning }: { readonly mentioning: ReturnType<typeof useMentioning> }) => {
  const { options, active, listId, optionId, choose, onHover } = mentioning
  if (options.length === 0) return null
  return (
    <div id={listId} role="listbox" aria-label={texts.mentions.label} className="mention-list scroll" onMouseDown={(event) => event.preventDefault()}>
      {options.map((option, index) => (
        <div key={option.key} id={optionId(option)} role="option" aria-selected={index === active} className="option" ref={index === active ? scrollIn : undefined}
          onMouseMove={() => onHover(index)} onClick={() => choose(option)}>
          {option.person ? <PersonRow person={option.person} /> : (
            <span className="mention-wide"><strong>@{option.text}</strong> <span className="quiet">{texts.mentions[option.key]}</span></span>
          )}
        </div>
      ))}
    </div>
  )
}

const scrollIn = (element: HTMLElement | null): void => element?.scrollIntoView({ block: 'nearest' })

import { type KeyboardEvent, useLayoutEffect, useRef, useState } from 'react'
import { Button, IconButton } from '../../controls/button.tsx'
import { texts } from '../../text/texts.ts'
import { optionCount } from './poll-draft.ts'

interface PollOptionFieldsProps {
  readonly options: readonly string[]
  readonly onOptions: (options: readonly string[]) => void
}

/** The options that are filled in: Enter goes on to the next, and adds it behind the last. */
export const PollOptionFields = ({ options, onOptions }: PollOptionFieldsProps) => {
  const list = useRef<HTMLOListElement>(null)
  const [goTo, setGoTo] = useState<{ readonly index: number }>()
  const full = options.length >= optionCount.most
  // What is focused must stand there first.
  useLayoutEffect(() => {
    if (goTo) list.current?.querySelectorAll('input')[goTo.index]?.focus()
  }, [goTo])
  const add = () => {
    onOptions([...options, ''])
    setGoTo({ index: options.length })
  }
  const remove = (index: number) => {
    onOptions(options.filter((_, at) => at !== index))
    setGoTo({ index: Math.max(0, index - 1) })
  }
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    if (event.key !== 'Enter' || event.nativeEvent.isComposing) return
    event.preventDefault()
    if (index < options.length - 1) setGoTo({ index: index + 1 })
    else if (!full && options[index]?.trim() !== '') add()
  }
  return (
    <fieldset className="choice poll-fields">
      <legend>{texts.polls.options}</legend>
      <ol ref={list}>
        {options.map((text, index) => (
          <li key={index} className="poll-field">
            <input className="input" dir="auto" autoComplete="off" maxLength={100} aria-label={texts.polls.option(index + 1)} placeholder={texts.polls.option(index + 1)} value={text}
              onChange={(event) => onOptions(options.map((before, at) => (at === index ? event.target.value : before)))} onKeyDown={(event) => onKeyDown(event, index)} />
            {options.length > optionCount.fewest && <IconButton icon="close" size={18} label={texts.polls.removeOption(index + 1)} onClick={() => remove(index)} />}
          </li>
        ))}
      </ol>
      {!full && <Button kind="quiet" icon="add" className="poll-add" onClick={add}>{texts.polls.addOption}</Button>}
    </fieldset>
  )
}

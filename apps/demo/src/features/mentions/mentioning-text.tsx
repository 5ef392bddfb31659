import { mentionRanges, type TimelineMessage } from '@palaver/client'
import { useChat, usePeople } from '@palaver/react'
import { RichText } from '../messages/rich-text.tsx'
import './mentions.css'

const nobody: readonly string[] = []
const roles = ['owner', 'admin', 'moderator', 'member', 'viewer'] as const

/** A text with the people whom it mentions made visible. */
export const MentioningText = ({ message, text }: { readonly message: TimelineMessage; readonly text: string }) => {
  const { userId } = useChat()
  const { mentions } = message
  const people = usePeople(mentions?.userIds ?? nobody)
  if (!mentions) return <RichText text={text} />
  const names = [
    ...[...people.values()].map(({ id, name }) => ({ text: name, mine: id === userId })),
    ...(['all', 'here'] as const).filter((key) => mentions[key]).map((key) => ({ text: key, mine: true })),
    ...roles.filter((role) => mentions.roles?.includes(role)).map((role) => ({ text: role, mine: false })),
  ]
  const ranges = mentionRanges(text, names)
  return (
    <>
      {ranges.map(({ start, end, name }, index) => (
        <span key={start}>
          <RichText text={text.slice(ranges[index - 1]?.end ?? 0, start)} />
          <span className={name.mine && !message.mine ? 'mention mention-me' : 'mention'}>{text.slice(start, end)}</span>
        </span>
      ))}
      <RichText text={text.slice(ranges.at(-1)?.end ?? 0)} />
    </>
  )
}

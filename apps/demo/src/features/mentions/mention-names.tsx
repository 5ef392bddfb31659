import { mentionRanges, type TimelineMessage } from '@palaver/client'
import { useChat, usePeople } from '@palaver/react'
import { createContext, type ReactNode, use, useMemo } from 'react'

interface MentionedName {
  readonly text: string
  /** Does it call the person who looks at it? */
  readonly mine: boolean
}

const none: readonly MentionedName[] = []
const nobody: readonly string[] = []
const roles = ['owner', 'admin', 'moderator', 'member', 'viewer'] as const

const NamesContext = createContext(none)

/** Makes known to the text below it whom a message mentions. */
export const MentionNames = ({ message: { mentions, mine }, children }: { readonly message: TimelineMessage; readonly children: ReactNode }) => {
  const { userId } = useChat()
  const people = usePeople(mentions?.userIds ?? nobody)
  const names = useMemo(() => {
    if (!mentions) return none
    return [
      ...[...people.values()].map(({ id, name }) => ({ text: name, mine: !mine && id === userId })),
      ...(['all', 'here'] as const).filter((key) => mentions[key]).map((key) => ({ text: key, mine: !mine })),
      ...roles.filter((role) => mentions.roles?.includes(role)).map((role) => ({ text: role, mine: false })),
    ]
  }, [mentions, people, mine, userId])
  return <NamesContext value={names}>{children}</NamesContext>
}

/** A stretch of text in which mentions stand out. */
export const TextWithMentions = ({ text }: { readonly text: string }) => {
  const names = use(NamesContext)
  if (names.length === 0) return text
  const ranges = mentionRanges(text, names)
  return (
    <>
      {ranges.map(({ start, end, name }, index) => (
        <span key={start}>
          {text.slice(ranges[index - 1]?.end ?? 0, start)}
          <span className={name.mine ? 'mention mention-me' : 'mention'}>{text.slice(start, end)}</span>
        </span>
      ))}
      {text.slice(ranges.at(-1)?.end ?? 0)}
    </>
  )
}

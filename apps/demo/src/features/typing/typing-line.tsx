import { usePeople, useTyping } from '@palaver/react'
import { texts } from '../../text/texts.ts'

/** Who types, in a line of constant height, so that nothing moves when they begin. */
export const TypingLine = ({ conversationId }: { readonly conversationId: string }) => {
  const ids = useTyping(conversationId)
  const people = usePeople(ids.slice(0, 2))
  const [a, b] = ids.slice(0, 2).map((id) => people.get(id)?.name ?? texts.common.someone)
  const text = () => {
    if (a === undefined) return ''
    if (b === undefined) return texts.typing.one(a)
    return ids.length === 2 ? texts.typing.two(a, b) : texts.typing.many(ids.length)
  }
  return (
    <div className="typing-line" data-testid="typing">
      {a !== undefined && (
        <>
          <span className="typing-dots" aria-hidden="true"><i /><i /><i /></span>
          <span className="ellipsis">{text()}</span>
        </>
      )}
    </div>
  )
}

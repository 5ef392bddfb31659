import { useChat, usePeople } from '@palaver/react'
import { texts } from '../../text/texts.ts'
import { shortNames } from './seers.ts'

/** The names of people in a row, shortened and in full. */
export const useNames = (userIds: readonly string[]): { readonly short: string; readonly all: string } => {
  const { userId: me } = useChat()
  const people = usePeople(userIds)
  const names = userIds.map((userId) => (userId === me ? texts.restricted.you : (people.get(userId)?.name ?? texts.common.someone)))
  return { short: shortNames(names), all: texts.restricted.names(names, 0) }
}

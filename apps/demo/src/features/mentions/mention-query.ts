/** What somebody is typing after an '@'. */
export interface MentionQuery {
  /** Where the '@' stands. */
  readonly start: number
  readonly query: string
}

const typed = /(?:^|[^\p{L}\p{N}_])@([^\s@]{0,30}(?: [^\s@]{1,30})?)$/u

/** The mention that is being typed at the caret; undefined when none is. */
export const mentionQueryAt = (text: string, caret: number): MentionQuery | undefined => {
  const query = typed.exec(text.slice(0, caret))?.[1]
  return query === undefined ? undefined : { start: caret - query.length - 1, query }
}

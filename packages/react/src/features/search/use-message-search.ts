import { type MessageSearch, search, type SearchQuery, type SearchState } from '@palaver/client'
import { useEffect, useMemo } from 'react'
import { useChat } from '../../palaver-provider.tsx'
import { useStore } from '../../store/use-store.ts'

/** What {@link useMessageSearch} gives. */
export interface MessageSearchResult extends SearchState {
  /** Loads the next page. Never rejects. */
  readonly more: () => Promise<void>
  /** Asks again, after an error. */
  readonly retry: () => void
}

/** Filters of {@link useMessageSearch}, and how long the query must rest. Only `debounceMs` must not change. */
export interface MessageSearchOptions extends Omit<SearchQuery, 'query'> {
  /** In milliseconds; 250 unless said otherwise. */
  readonly debounceMs?: number
}

const ask = (messages: MessageSearch, key: string): void => messages.ask(JSON.parse(key) as SearchQuery)

/** Searches messages as one types. Answers that a newer query has overtaken are dropped. Never throws; offline it says so, and asks when it is not. */
export const useMessageSearch = (query: string, { debounceMs = 250, ...filters }: MessageSearchOptions = {}): MessageSearchResult => {
  const chat = useChat()
  const messages = useMemo(() => search(chat).open({ debounceMs }), [chat, debounceMs])
  const key = JSON.stringify({ query, ...filters })
  useEffect(() => ask(messages, key), [messages, key])
  useEffect(() => () => messages.cancel(), [messages])
  const state = useStore(messages)
  return useMemo(() => ({ ...state, more: messages.more, retry: () => ask(messages, key) }), [state, messages, key])
}

import { PalaverError, people, type Person } from '@palaver/client'
import { useEffect, useState } from 'react'
import { useChat } from '../../palaver-provider.tsx'

/** What {@link usePeopleSearch} gives. `idle`: the query is too short. While loading, the people of the query before stay. */
export interface PeopleSearch {
  readonly status: 'idle' | 'loading' | 'ready' | 'error'
  readonly items: readonly Person[]
  /** Only with `error`. */
  readonly error?: PalaverError
}

/** Options of {@link usePeopleSearch}. */
export interface PeopleSearchOptions {
  /** How long the query must rest before it is asked, in milliseconds; 200 unless said otherwise. */
  readonly debounceMs?: number
  /** 1 to 50; 20 unless said otherwise. */
  readonly limit?: number
}

const shortest = 2
const idle: PeopleSearch = Object.freeze({ status: 'idle', items: Object.freeze([]) })

const toPalaverError = (cause: unknown): PalaverError =>
  cause instanceof PalaverError
    ? cause
    : new PalaverError('internal', 'unable to search people; the client failed unexpectedly', { cause })

/** Finds people by handle or name as one types. Answers that a newer query has overtaken are dropped. Never throws. */
export const usePeopleSearch = (query: string, { debounceMs = 200, limit = 20 }: PeopleSearchOptions = {}): PeopleSearch => {
  const chat = useChat()
  const wanted = query.trim()
  const [search, setSearch] = useState(idle)
  useEffect(() => {
    if (wanted.length < shortest) {
      setSearch(idle)
      return
    }
    let current = true
    setSearch(({ items }) => ({ status: 'loading', items }))
    const timer = setTimeout(() => {
      people(chat)
        .search(wanted, limit)
        .then(
          (items) => current && setSearch({ status: 'ready', items }),
          (cause: unknown) => current && setSearch({ status: 'error', items: [], error: toPalaverError(cause) }),
        )
    }, debounceMs)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [chat, wanted, debounceMs, limit])
  return wanted.length < shortest ? idle : search
}

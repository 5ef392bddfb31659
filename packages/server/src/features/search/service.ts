import { highlightsOf, searchedText, type SearchTerm, termsOf } from '@palaver/core'
import { type CommandInput, type CommandOutput, PalaverError } from '@palaver/protocol'
import type { UserCaller } from '../../platform/caller.ts'
import { toMessage } from '../../platform/message-log/rows.ts'
import { refusal } from '../../platform/refusal.ts'
import type { Sql, SqlDatabase } from '../../platform/sql.ts'
import { matchingOf } from './matching.ts'
import { holdingWord, senderWord } from './message-words.ts'
import { type Hit, searchSettings, searchSql } from './query.ts'
import { readSearchCursor, type SearchCursor, writeSearchCursor } from './search-cursor.ts'
import { withSpellings } from './spelling.ts'

type Input = CommandInput<'message.search'>
type Output = CommandOutput<'message.search'>

/** Fewer hits than these on the first page, and what is spelled alike is searched as well. */
const few = 3

/** Finds messages in what the caller may read. */
export class SearchService {
  readonly #sql: SqlDatabase

  constructor(sql: SqlDatabase) {
    this.#sql = sql
  }

  async search(input: Input, { userId }: UserCaller): Promise<Output> {
    const cursor = input.cursor === undefined ? undefined : readSearchCursor(input.cursor)
    const terms = termsOf(input.query)
    try {
      return await this.#sql.transaction(async (tx) => {
        const settings = tx.query(searchSettings, [], 'search.settings')
        const search = (wanted: readonly SearchTerm[], similar: boolean): Promise<Output> => findHits(tx, { input, userId, cursor, terms: wanted, similar })
        const first = cursor?.similar ? withSpellings(tx, terms).then((spelt) => search(spelt, true)) : search(terms, false)
        const [found] = await Promise.all([first, settings])
        if (cursor || found.results.length >= few || found.nextCursor !== undefined) return found
        const alike = await withSpellings(tx, terms)
        if (alike === terms) return found
        const wider = await search(alike, true)
        // A wider search that finds no more says nothing: who asks would learn that somebody, somewhere, said a word like it.
        return wider.results.length > found.results.length || wider.nextCursor !== undefined ? wider : found
      })
    } catch (error) {
      if ((error as { code?: unknown }).code === queryCanceled) throw refusal('overloaded', 'unable to search; it would take too long', { retryAfterMs: 5000 })
      throw error
    }
  }
}

const queryCanceled = '57014'

interface Wanted {
  readonly input: Input
  readonly userId: string
  readonly cursor: SearchCursor | undefined
  readonly terms: readonly SearchTerm[]
  readonly similar: boolean
}

async function findHits(tx: Sql, { input, userId, cursor, terms, similar }: Wanted): Promise<Output> {
  const { conversationId = null, senderId = null, after = 0, before = null, has, sort = 'relevance', limit = 20 } = input
  const also = [...(has === undefined ? [] : [holdingWord(has)]), ...(senderId === null ? [] : [senderWord(senderId)])]
  const { must, typed, whole } = matchingOf(terms, also)
  // What is newer was on the pages before, so the blocks that hold nothing else are left out.
  const until = sort === 'newest' && cursor ? Math.min(cursor.at + 1, before ?? Number.MAX_SAFE_INTEGER) : before
  const place = [cursor?.rank ?? null, cursor?.at ?? null, cursor?.conversationId ?? null, cursor?.position ?? null]
  const params = [userId, conversationId, must, typed, whole, senderId, after, until, sort === 'relevance', ...place, limit + 1]
  const [row] = await tx.query<{ member: boolean; hits: readonly Hit[] | null }>(searchSql, params, 'search.messages')
  if (conversationId !== null && !row?.member) throw new PalaverError('not_found', 'unable to search; there is no such conversation')
  const hits = row?.hits ?? []
  const page = hits.slice(0, limit)
  const last = page.at(-1)
  return {
    results: page.flatMap((hit) => toResult(hit, terms)),
    ...(last && hits.length > limit && { nextCursor: writeSearchCursor({ rank: last[0], at: last[1], conversationId: last[2], position: last[3], similar }) }),
    similar,
  }
}

/** Nothing when the message no longer says it: the index may be a moment behind. */
function toResult([, , conversationId, , columns]: Hit, terms: readonly SearchTerm[]): Output['results'] {
  if (columns === null) return []
  const message = toMessage(columns)
  const highlights = highlightsOf(searchedText(message.content) ?? '', terms)
  return highlights ? [{ conversationId, message, highlights }] : []
}

/** Neighbouring positions of a conversation, 2 to the power of `bits` of them, by number. All of it is SQL. */
const stretches = (bits: number) => ({
  /** The stretch of a position. */
  of: (position: string): string => `(${position} >> ${bits})`,
  /** The first position of a stretch. */
  first: (stretch: string): string => `(${stretch} << ${bits})`,
  /** The last position of a stretch. */
  last: (stretch: string): string => `((${stretch} << ${bits}) + ${(1 << bits) - 1})`,
})

const blockBits = 13

/** 8,192 messages, whose words share a key. */
export const blocks = stretches(blockBits)

/** A quarter of a block, 2,048 messages, whose words are summarised together. */
export const parts = stretches(11)

/** A million messages, 512 parts, whose summaries share a key. */
export const spans = stretches(20)

/** Is a position in the first block, which is never summarised? */
export const isInFirstBlock = (position: number): boolean => position < 1 << blockBits

/**
 * What stands before each word in the index, in SQL: a part of the conversation's id, and the block (before those of a summary: the span). So a search reads what is
 * indexed of the caller's conversations only, however much there is of others, and the newest blocks first. Conversations whose keys are the same cost
 * time, not correctness: the conversation of each row is compared.
 */
export const keyOf = (conversationId: string, block: string): string => `right(${conversationId}::text, 6) || ${block}::text || ':'`

/** What stands before each word of a part's summary, in SQL. */
export const summaryKeyOf = (conversationId: string, part: string): string => keyOf(conversationId, spans.of(parts.first(part)))

/** Stands in a summary that may hold any word; no word is written so. */
export const anyWord = '*'

/** The summary of a part that was not made yet, or is not true any more, in SQL. */
export const anyWords = (conversationId: string, part: string): string => `array_to_tsvector(ARRAY[${summaryKeyOf(conversationId, part)} || '${anyWord}'])`

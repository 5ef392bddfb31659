/** Messages of a conversation whose words share a key: 8,192 neighbours. */
const blockBits = 13
/** A quarter of a block: 2,048 neighbours, whose words are summarised together. */
const partBits = 11
/** 512 parts, a million messages, whose summaries share a key. */
const spanBits = 20

/** The block of a position, in SQL. */
export const blockOf = (position: string): string => `(${position} >> ${blockBits})`

/** The first position of a block, in SQL. */
export const firstOf = (block: string): string => `(${block} << ${blockBits})`

/** The last position of a block, in SQL. */
export const lastOf = (block: string): string => `((${block} << ${blockBits}) + ${(1 << blockBits) - 1})`

/** Is a position in the first block, which is never summarised? */
export const isInFirstBlock = (position: number): boolean => position < 1 << blockBits

/** The part of a position, in SQL. */
export const partOf = (position: string): string => `(${position} >> ${partBits})`

/** The block of a part, in SQL. */
export const blockOfPart = (part: string): string => `(${part} >> ${blockBits - partBits})`

/** The positions of a part, in SQL: the operand of `BETWEEN`. */
export const positionsOfPart = (part: string): string => `(${part} << ${partBits}) AND (${part} << ${partBits}) + ${(1 << partBits) - 1}`

/** The span of a position, in SQL. */
export const spanOf = (position: string): string => `(${position} >> ${spanBits})`

/** The first position of a span, in SQL. */
export const firstOfSpan = (span: string): string => `(${span} << ${spanBits})`

/** The last position of a span, in SQL. */
export const lastOfSpan = (span: string): string => `((${span} << ${spanBits}) + ${(1 << spanBits) - 1})`

/** The span of a part, in SQL. */
export const spanOfPart = (part: string): string => `(${part} >> ${spanBits - partBits})`

/**
 * What stands before each word in the index, in SQL: a part of the conversation's id, and the block (before those of a summary: the span). So a search reads what is
 * indexed of the caller's conversations only, however much there is of others, and the newest blocks first. Conversations whose keys are the same cost
 * time, not correctness: the conversation of each row is compared.
 */
export const keyOf = (conversationId: string, block: string): string => `right(${conversationId}::text, 6) || ${block}::text || ':'`

/** Stands in a summary that may hold any word; no word is written so. */
export const anyWord = '*'

/** The summary of a part that was not made yet, or is not true any more, in SQL. */
export const anyWords = (conversationId: string, part: string): string => `array_to_tsvector(ARRAY[${keyOf(conversationId, spanOfPart(part))} || '${anyWord}'])`

/** Messages of a conversation whose words share a key: 8,192 neighbours. */
const blockBits = 13

/** The block of a position, in SQL. */
export const blockOf = (position: string): string => `(${position} >> ${blockBits})`

/** The first position of a block, in SQL. */
export const firstOf = (block: string): string => `(${block} << ${blockBits})`

/** The last position of a block, in SQL. */
export const lastOf = (block: string): string => `((${block} << ${blockBits}) + ${(1 << blockBits) - 1})`

/**
 * What stands before each word in the index, in SQL: a part of the conversation's id, and the block. So a search reads what is indexed of the
 * caller's conversations only, however much there is of others, and the newest blocks first. Conversations whose keys are the same cost
 * time, not correctness: the conversation of each row is compared.
 */
export const keyOf = (conversationId: string, block: string): string => `right(${conversationId}::text, 6) || ${block}::text || ':'`

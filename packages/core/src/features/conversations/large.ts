/**
 * A conversation with more members is large: on screen it is followed by events, elsewhere by heads; nobody is told of others' marks,
 * typing, presence, or who comes and goes.
 */
export const largeAbove = 1000

/** Does a conversation with so many members count as large? */
export const isLarge = (memberCount: number): boolean => memberCount > largeAbove

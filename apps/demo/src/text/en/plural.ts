/** One of two forms of a word, by how many it counts. */
export const plural = (count: number, one: string, other: string): string => (count === 1 ? one : other)

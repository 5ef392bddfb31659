/** Code points of a text at most. */
export const longestText = 5000

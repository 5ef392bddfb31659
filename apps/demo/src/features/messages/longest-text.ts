/** Code points of a text at most. */
export const longestText = 5000

/** May a text be sent: it says something, and is not too long? */
export const isSendableText = (text: string): boolean => text.trim() !== '' && [...text.trim()].length <= longestText

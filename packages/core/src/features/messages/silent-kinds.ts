/** Kinds of content with which nobody says anything to the reader. Unknown kinds do: somebody said something. */
export const silentKinds: ReadonlySet<string> = new Set(['system', 'deleted', 'restricted'])

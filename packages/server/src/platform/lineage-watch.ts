/** What {@link watchLineage} needs. */
export interface LineageWatchParts {
  /** The lineage of the database now. */
  readonly read: () => Promise<string>
  /** The one that this node started with. */
  readonly known: string
  readonly everyMs: number
  readonly onChange: (lineage: string) => void
  /** A look that failed; the next one comes. */
  readonly onError: (error: unknown) => void
}

/** Looks again and again whether the database still has the history that this node knows. Returns the end of it. */
export function watchLineage({ read, known, everyMs, onChange, onError }: LineageWatchParts): () => void {
  let current = known
  let isLooking = false
  const look = async (): Promise<void> => {
    if (isLooking) return
    isLooking = true
    try {
      const found = await read()
      if (found === current) return
      current = found
      onChange(found)
    } catch (error) {
      onError(error)
    } finally {
      isLooking = false
    }
  }
  const timer = setInterval(() => void look(), everyMs).unref()
  return () => clearInterval(timer)
}

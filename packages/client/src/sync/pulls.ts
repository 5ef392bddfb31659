/** Runs one task for each id at a time, a few ids at once, in the order of `rank`; an id asked for again while it runs runs once more. */
export const createPulls = (options: { readonly run: (id: string) => Promise<void>; readonly rank: (id: string) => number; readonly onIdle: () => void }) => {
  const maxAtOnce = 4
  const waiting = new Set<string>()
  const running = new Set<string>()
  const pump = () => {
    while (running.size < maxAtOnce) {
      const next = [...waiting].filter((id) => !running.has(id)).sort((a, b) => options.rank(b) - options.rank(a))[0]
      if (next === undefined) break
      waiting.delete(next)
      running.add(next)
      void options.run(next).finally(() => {
        running.delete(next)
        pump()
      })
    }
    if (running.size === 0 && waiting.size === 0) options.onIdle()
  }
  return {
    ask: (id: string) => {
      waiting.add(id)
      pump()
    },
    has: (id: string) => waiting.has(id) || running.has(id),
    idle: () => waiting.size === 0 && running.size === 0,
    clear: () => waiting.clear(),
  }
}

/** What an actor sent, got and went through of late: a witness for what it should not have shown. */
export interface Trace {
  note(what: string): void
  /** The last of it that names an id, oldest first, in seconds before now. */
  of(id: string): readonly string[]
}

const kept = 400
const told = 30
const longest = 400

/** An empty one; old lines go as new ones come. */
export const createTrace = (): Trace => {
  const lines: { readonly at: number; readonly what: string }[] = []
  return {
    note: (what) => {
      lines.push({ at: Date.now(), what })
      if (lines.length > kept) lines.shift()
    },
    of: (id) =>
      lines
        .filter(({ what }) => what.includes(id) || what.startsWith('tab'))
        .slice(-told)
        .map(({ at, what }) => `-${((Date.now() - at) / 1000).toFixed(2)} s  ${around(what, id)}`),
  }
}

/** The part of a long line that speaks of `id`. */
const around = (what: string, id: string): string => {
  const from = Math.max(0, what.indexOf(id) - longest / 2)
  return from === 0 ? what.slice(0, longest) : `${what.slice(0, 60)} ... ${what.slice(from, from + longest)}`
}

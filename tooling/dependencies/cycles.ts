import type { Import } from './imports.ts'

/** The first cycle of imports among files of ours, or undefined. Types count: a cycle of types is a cycle of ideas. */
export const findCycle = (imports: readonly Import[]): readonly string[] | undefined => {
  const edges = Map.groupBy(imports, ({ from }) => from)
  const done = new Set<string>()
  const path: string[] = []
  const visit = (file: string): readonly string[] | undefined => {
    const at = path.indexOf(file)
    if (at >= 0) return [...path.slice(at), file]
    if (done.has(file)) return undefined
    path.push(file)
    for (const { to } of edges.get(file) ?? []) {
      const cycle = edges.has(to) ? visit(to) : undefined
      if (cycle) return cycle
    }
    path.pop()
    done.add(file)
    return undefined
  }
  for (const file of edges.keys()) {
    const cycle = visit(file)
    if (cycle) return cycle
  }
  return undefined
}

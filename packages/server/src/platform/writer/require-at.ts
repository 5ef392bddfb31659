/** What must stand at a place of a list. @throws {Error} when nothing stands there. */
export const requireAt = <Item>(items: readonly Item[], index: number | undefined): Item => {
  const item = index === undefined ? undefined : items[index]
  if (item === undefined) throw new Error(`unable to go on; there is nothing at place ${index}`)
  return item
}

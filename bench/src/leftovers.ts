// What must not outlive this process, however it ends: servers, databases, folders.
const leftovers = new Set<() => void>()

process.on('exit', () => {
  for (const remove of leftovers) remove()
})
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1))

/** Runs `remove` (synchronously, it must not throw) should the process end before the returned function is called. */
export function removeAtExit(remove: () => void): () => void {
  leftovers.add(remove)
  return () => leftovers.delete(remove)
}

const atOnce = 8

/** Runs `work` for 0 to `total - 1`, eight at a time; the results in that order. */
export async function inParallel<T>(total: number, work: (n: number) => Promise<T>): Promise<T[]> {
  const results: T[] = []
  let next = 0
  const take = async (): Promise<void> => {
    while (next < total) {
      const n = next++
      results[n] = await work(n)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, take))
  return results
}

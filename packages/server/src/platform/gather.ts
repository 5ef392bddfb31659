interface Asked<Key, Value> {
  readonly key: Key
  readonly resolve: (value: Value) => void
  readonly reject: (cause: unknown) => void
}

/**
 * Turns a read of many keys into one of a single key: the first read begins at once, and what is asked for while it is under way goes together
 * with the next. So nobody waits when little is asked, and a storm of connections costs few reads. A read that fails fails for all of its keys.
 * @param readAll answers in the order of the keys, each at most once in a call.
 */
export const gather = <Key, Value>(readAll: (keys: readonly Key[]) => Promise<readonly Value[]>, most = 500): ((key: Key) => Promise<Value>) => {
  const waiting: Asked<Key, Value>[] = []
  let reading = false

  const read = async (): Promise<void> => {
    reading = true
    while (waiting.length > 0) {
      const asked = waiting.splice(0, most)
      try {
        const values = await readAll(asked.map(({ key }) => key))
        if (values.length !== asked.length) throw new Error(`unable to read; ${asked.length} were asked for, and ${values.length} came`)
        // A value may be undefined.
        asked.forEach(({ resolve }, index) => resolve(values[index] as Value))
      } catch (cause) {
        for (const { reject } of asked) reject(cause)
      }
    }
    reading = false
  }

  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject })
      if (!reading) void read()
    })
}

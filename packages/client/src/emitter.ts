/** Listeners by event name; what one of them throws touches no other. Names and arguments are those of `Events`. */
export const createEmitter = <Events extends Record<keyof Events, readonly unknown[]>>(onThrow: (cause: unknown) => void) => {
  const listeners = new Map<keyof Events, Set<(...args: never) => void>>()
  return {
    on: <Name extends keyof Events>(name: Name, listener: (...args: Events[Name]) => void): (() => void) => {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set)
      set.add(listener)
      return () => void set.delete(listener)
    },
    emit: <Name extends keyof Events>(name: Name, ...args: Events[Name]): void => {
      for (const listener of [...(listeners.get(name) ?? [])] as ((...args: Events[Name]) => void)[]) {
        try {
          listener(...args)
        } catch (cause) {
          onThrow(cause)
        }
      }
    },
  }
}

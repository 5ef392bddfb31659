import type { Bus, BusMessage } from '../../platform/event.ts'

/**
 * The bus of a single node: publication calls every handler at once, in the order of subscription.
 * A handler that throws does not keep the others from the message; its error goes to `onError`.
 */
export const createInProcessBus = (onError: (error: unknown) => void = () => {}): Bus => {
  const handlers = new Set<(message: BusMessage) => void>()
  return {
    publish(message, taken) {
      for (const handler of handlers) {
        try {
          handler(message)
        } catch (error) {
          onError(error)
        }
      }
      taken?.()
    },
    subscribe(handler) {
      // A wrapper for each subscription, so that the same function can subscribe twice.
      const own = (message: BusMessage): void => handler(message)
      handlers.add(own)
      return () => void handlers.delete(own)
    },
    onGap: () => () => {},
    fault: () => undefined,
    async close() {
      handlers.clear()
    },
  }
}

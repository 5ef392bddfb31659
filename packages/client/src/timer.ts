import type { Platform } from './platform.ts'

/** Runs a task later, once however often it is planned until then. */
export const createTimer = (platform: Pick<Platform, 'delay'>, task: () => void) => {
  let cancel: (() => void) | undefined
  const plan = (ms: number): void => {
    cancel ??= platform.delay(ms, () => {
      cancel = undefined
      task()
    })
  }
  const stop = (): void => {
    cancel?.()
    cancel = undefined
  }
  return {
    /** After `ms`, unless it is planned already. */
    plan,
    /** After `ms`, whatever was planned. */
    replan: (ms: number): void => {
      stop()
      plan(ms)
    },
    stop,
    isPlanned: (): boolean => cancel !== undefined,
  }
}

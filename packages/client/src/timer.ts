import type { Platform } from './platform.ts'

/** Runs a task later, once however often it is planned until then. */
export const createTimer = (platform: Pick<Platform, 'delay'>, task: () => void) => {
  let cancel: (() => void) | undefined
  return {
    /** After `ms`, unless it is planned already. */
    plan: (ms: number): void => {
      cancel ??= platform.delay(ms, () => {
        cancel = undefined
        task()
      })
    },
    stop: (): void => {
      cancel?.()
      cancel = undefined
    },
    isPlanned: (): boolean => cancel !== undefined,
  }
}

import type { CDPSession, Page } from 'playwright-core'

/** What the main thread of a page did, in milliseconds since the page began. */
export interface MainThread {
  /** All tasks. */
  readonly taskMs: number
  readonly scriptMs: number
  readonly layoutMs: number
  readonly heapBytes: number
}

/** Reads Chromium's own counters. */
export async function watchMainThread(page: Page): Promise<() => Promise<MainThread>> {
  const session: CDPSession = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  return async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    const valueOf = (name: string): number => metrics.find((metric) => metric.name === name)?.value ?? NaN
    return {
      taskMs: valueOf('TaskDuration') * 1000,
      scriptMs: valueOf('ScriptDuration') * 1000,
      layoutMs: (valueOf('LayoutDuration') + valueOf('RecalcStyleDuration')) * 1000,
      heapBytes: valueOf('JSHeapUsedSize'),
    }
  }
}

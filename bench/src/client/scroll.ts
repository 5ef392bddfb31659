import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { median } from '../median.ts'
import { watchMainThread } from './main-thread.ts'

/** How smoothly the demo scrolls through 10,000 messages. */
export interface ScrollLoad {
  readonly frames: number
  /** Time between frames. */
  readonly frameMs: { readonly p50: number; readonly p99: number }
  /** Main thread for each frame. */
  readonly mainThreadMsPerFrame: number
  readonly longTasks: number
  readonly longestTaskMs: number
}

/** A group with 10,000 messages. */
const address = '/?scene=many#/c/0199b000-0000-7000-8000-000000000001'

interface Seen {
  readonly frames: number[]
  readonly tasks: number[]
}

/** Turns the wheel over the demo's fixture for so many seconds. */
export async function measureScroll(page: Page, url: string, seconds: number): Promise<ScrollLoad> {
  await page.goto(`${url}${address}`)
  const region = page.getByRole('region', { name: 'Messages', exact: true })
  await region.getByRole('article').first().waitFor()
  await region.hover()
  await sleep(1000)
  const read = await watchMainThread(page)
  await page.evaluate(() => {
    const seen: Seen = { frames: [], tasks: [] }
    Object.assign(globalThis, { seen })
    new PerformanceObserver((list) => seen.tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' })
    const frame = (at: number): void => {
      seen.frames.push(at)
      requestAnimationFrame(frame)
    }
    requestAnimationFrame(frame)
  })
  const before = await read()
  const end = performance.now() + seconds * 1000
  while (performance.now() < end) {
    await page.mouse.wheel(0, -240)
    await sleep(16)
  }
  const after = await read()
  const { frames, tasks } = await page.evaluate(() => (globalThis as unknown as { seen: Seen }).seen)
  const gaps = frames.slice(1).map((at, n) => at - (frames[n] ?? at)).sort((a, b) => a - b)
  return {
    frames: gaps.length,
    frameMs: { p50: median(gaps), p99: gaps[Math.floor(gaps.length * 0.99)] ?? NaN },
    mainThreadMsPerFrame: (after.taskMs - before.taskMs) / Math.max(1, gaps.length),
    longTasks: tasks.length,
    longestTaskMs: Math.max(0, ...tasks),
  }
}

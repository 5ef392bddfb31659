import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import { watchMainThread } from './main-thread.ts'
import type { LoadedPage } from './page/page.ts'
import { makeGroup, password, type Served } from './served.ts'

/** What messages that come cost a page that holds thousands. */
export interface EventLoad {
  readonly held: number
  readonly holdMs: number
  readonly perSecond: number
  readonly events: number
  /** Share of the main thread, while they came. */
  readonly mainThread: number
  readonly msPerEvent: number
  readonly heapMiB: number
  /** Renders for each event: the timeline, one row, the entry in the list, and a component that has nothing to do with it. */
  readonly rendersPerEvent: { readonly timeline: number; readonly rows: number; readonly item: number; readonly status: number }
  readonly longTasks: number
}

interface Shape {
  readonly held: number
  readonly perSecond: number
  readonly seconds: number
}

/** Lets somebody write while a page of the client and the hooks shows the conversation. */
export async function measureEvents(page: Page, served: Served, { held: wanted, perSecond, seconds }: Shape): Promise<EventLoad> {
  const group = await makeGroup(served, wanted + 100)
  await page.goto(served.url)
  const answer = await fetch(`${served.url}/v1/sessions`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ email: group.reader.email, password }),
  })
  const { accessToken } = (await answer.json()) as { accessToken: string }
  const loaded = await page.evaluateHandle(
    (given) => (globalThis as unknown as { openPage(given: object): LoadedPage }).openPage(given),
    { token: accessToken, userId: group.reader.userId, conversationId: group.conversationId },
  )
  await page.waitForFunction((one) => one.held() > 0, loaded)
  const holdBegan = performance.now()
  const held = await loaded.evaluate((one, count) => one.hold(count), wanted)
  const holdMs = performance.now() - holdBegan
  await sleep(1000)
  const read = await watchMainThread(page)
  const counted = () => loaded.evaluate((one) => ({ renders: { ...one.renders }, newest: one.newest(), longTasks: one.longTasks.length }))
  const [before, counts] = [await read(), await counted()]
  const began = performance.now()
  const events = perSecond * seconds
  const under: Promise<void>[] = []
  for (let n = 0; n < events; n++) {
    const due = began + (n * 1000) / perSecond
    const waitMs = due - performance.now()
    if (waitMs > 0) await sleep(waitMs)
    under.push(group.send(`event ${n} of a load, about as long as what people write in a group chat on average, so a usual one`))
  }
  await Promise.all(under)
  await page.waitForFunction(([one, last]) => one.newest() >= last, [loaded, counts.newest + events] as const)
  const elapsed = performance.now() - began
  const [after, now] = [await read(), await counted()]
  const per = (key: keyof typeof counts.renders): number => (now.renders[key] - counts.renders[key]) / events
  return {
    held,
    holdMs,
    perSecond,
    events,
    mainThread: (after.taskMs - before.taskMs) / elapsed,
    msPerEvent: (after.taskMs - before.taskMs) / events,
    heapMiB: after.heapBytes / 2 ** 20,
    rendersPerEvent: { timeline: per('timeline'), rows: per('rows'), item: per('item'), status: per('status') },
    longTasks: now.longTasks - counts.longTasks,
  }
}

import type { ClientLoads } from '../client/client-loads.ts'
import { median } from '../median.ts'
import { count, decimal, table } from './markdown.ts'

/** What the browser showed; medians of the repeats. */
export function clientTables({ events, scrolls, firstMessages }: ClientLoads): string {
  const of = <T>(list: readonly T[], pick: (one: T) => number): number => median(list.map(pick))
  const renders = (key: 'timeline' | 'rows' | 'item' | 'status'): string => decimal(of(events, (one) => one.rendersPerEvent[key]), 2)
  return [
    `### WL-J: client in Chromium, ${count(of(events, (one) => one.held))} messages held, ${count(of(events, (one) => one.perSecond))} events a second`,
    '',
    table(['what', 'measured'], [
      ['main thread', `${decimal(of(events, (one) => one.mainThread) * 100)} %, ${decimal(of(events, (one) => one.msPerEvent), 2)} ms an event`],
      ['renders an event: timeline, rows, entry of the list, what it does not concern', ['timeline', 'rows', 'item', 'status'].map((key) => renders(key as 'timeline')).join(', ')],
      ['long tasks while events come', count(of(events, (one) => one.longTasks))],
      ['heap of the page, MiB', decimal(of(events, (one) => one.heapMiB))],
      ['10,000 messages loaded by pages, ms', count(of(events, (one) => one.holdMs))],
      ['scroll: frame p50 / p99, ms', `${decimal(of(scrolls, (one) => one.frameMs.p50))} / ${decimal(of(scrolls, (one) => one.frameMs.p99))}`],
      ['scroll: main thread, ms a frame', decimal(of(scrolls, (one) => one.mainThreadMsPerFrame), 2)],
      ['scroll: long tasks, the longest', `${count(of(scrolls, (one) => one.longTasks))}, ${count(of(scrolls, (one) => one.longestTaskMs))} ms`],
      ['first message after sign-in, after a reload, ms', `${count(of(firstMessages, (one) => one.signInMs))}, ${count(of(firstMessages, (one) => one.reloadMs))}`],
    ]),
  ].join('\n')
}

import type { Growth } from '../growth/growth.ts'
import { count, decimal, table } from './markdown.ts'

/** The dearest size divided by the cheapest one, that is the smallest: 1 is flat. */
export const growthOf = (values: readonly number[]): number => Math.max(...values) / (values[0] ?? NaN)

/** Commands and sends by size, with how much they grew. */
export function growthTables({ points, members }: Growth): string {
  const byCommand = [...Map.groupBy(points, ({ command }) => command)]
  const sizes = [...new Set(points.map(({ messages }) => messages))]
  const head = ['command', ...sizes.map((size) => `ms, pages at ${count(size)}`), '× time', '× pages', 'statements']
  const rows = byCommand.map(([name, own]) => [
    name,
    ...own.map(({ ms, pages }) => `${decimal(ms, 2)}, ${decimal(pages)}`),
    decimal(growthOf(own.map(({ ms }) => ms)), 2),
    decimal(growthOf(own.map(({ pages }) => pages)), 2),
    decimal(own[0]?.statements ?? NaN),
  ])
  const memberRows = members.map((one) => [count(one.members), decimal(one.p50), decimal(one.p99), decimal(one.serverCpuMs), decimal(one.pages), count(one.walBytes)])
  return [
    '### WL-I: growth, by messages in one conversation and as many in others',
    '',
    table(head, rows),
    '',
    `### WL-I: send by members, ${members[0]?.online ?? 0} online in each`,
    '',
    table(['members', 'p50 ms', 'p99 ms', 'CPU ms of the server for 1,000', 'pages for each', 'WAL bytes for each'], memberRows),
  ].join('\n')
}

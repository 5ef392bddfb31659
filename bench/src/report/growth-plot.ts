import type { Growth } from '../growth/growth.ts'
import { plotSvg } from './plot.ts'

/** Pages that each command looks at, by the size of the database: what a flat line means, noise cannot hide. */
export function growthPlot({ points }: Growth): string {
  const byCommand = Map.groupBy(points, ({ command }) => command)
  return plotSvg({
    title: 'Pages of PostgreSQL that one command looks at, by messages in the conversation and in the database',
    xTitle: 'messages',
    logarithmic: true,
    lines: [...byCommand].map(([name, own]) => ({ name, points: own.map(({ messages, pages }) => [messages, pages] as const) })),
  })
}

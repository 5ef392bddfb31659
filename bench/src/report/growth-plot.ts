import type { Growth } from '../growth/growth.ts'
import { plotSvg } from './plot.ts'

/** How many more pages a command looks at than in the smallest database: what a flat line means, noise cannot hide. */
export function growthPlot({ points }: Growth): string {
  const byCommand = Map.groupBy(points, ({ command }) => command)
  return plotSvg({
    title: 'Pages of PostgreSQL that one command looks at, times those in the smallest database',
    xTitle: 'messages in one conversation, and as many in others',
    logarithmic: true,
    lines: [...byCommand].map(([name, own]) => ({ name, points: own.map(({ messages, pages }) => [messages, pages / (own[0]?.pages ?? NaN)] as const) })),
    bounds: [[1.5, 'floor of the time']],
  })
}

import { plotSvg } from './report/plot.ts'

/** Memory of all nodes at one moment. */
export interface Sample {
  readonly minute: number
  readonly residentMiB: readonly number[]
}

/** The first share of a run is warm-up: caches fill, code is compiled. */
const warmUp = 0.25

/** Slope of the straight line through the samples after the warm-up (least squares), in MiB an hour. */
export function slopePerHour(samples: readonly Sample[], node: number): number {
  const points = samples.slice(Math.floor(samples.length * warmUp)).map(({ minute, residentMiB }) => ({ x: minute / 60, y: residentMiB[node] ?? 0 }))
  const mean = (of: (point: { x: number; y: number }) => number): number => points.reduce((sum, point) => sum + of(point), 0) / Math.max(1, points.length)
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)]
  const spread = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0)
  return spread === 0 ? 0 : Math.round((points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0) / spread) * 10) / 10
}

/** Memory over time, one line for each node. */
export function toSvg(samples: readonly Sample[], title: string): string {
  return plotSvg({
    title: `Resident memory of each node, MiB: ${title}`,
    xTitle: 'minutes',
    lines: (samples[0]?.residentMiB ?? []).map((_, node) => ({
      name: `node ${node + 1}`,
      points: samples.map(({ minute, residentMiB }) => [minute, residentMiB[node] ?? 0] as const),
    })),
  })
}

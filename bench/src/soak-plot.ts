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

const [width, height, left, bottom, top] = [720, 280, 56, 40, 36]
const colours = ['#3563c9', '#c2561a', '#2f855a', '#8a4fbf']

/** Memory over time, one line for each node. */
export function toSvg(samples: readonly Sample[], title: string): string {
  const minutes = Math.max(1, samples.at(-1)?.minute ?? 1)
  const most = Math.ceil(Math.max(1, ...samples.flatMap(({ residentMiB }) => residentMiB)) / 50) * 50
  const x = (minute: number): string => (left + (minute / minutes) * (width - left - 16)).toFixed(1)
  const y = (mib: number): string => (height - bottom - (mib / most) * (height - bottom - top)).toFixed(1)
  const lines = (samples[0]?.residentMiB ?? []).map((_, node) => {
    const path = samples.map(({ minute, residentMiB }, at) => `${at === 0 ? 'M' : 'L'}${x(minute)} ${y(residentMiB[node] ?? 0)}`).join('')
    return `<path d="${path}" fill="none" stroke="${colours[node % colours.length]}" stroke-width="1.5"/>`
  })
  const ticks = [0, 0.25, 0.5, 0.75, 1]
  const horizontal = ticks.map((share) => `<path d="M${left} ${y(most * share)}H${width - 16}" stroke="#8884"/><text x="${left - 8}" y="${y(most * share)}" dy="4" text-anchor="end">${Math.round(most * share)}</text>`)
  const vertical = ticks.map((share) => `<text x="${x(minutes * share)}" y="${height - bottom + 18}" text-anchor="middle">${Math.round(minutes * share)}</text>`)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" fill="#777">
<text x="${left}" y="18">Resident memory of each node, MiB: ${title}</text>
${[...horizontal, ...vertical, ...lines].join('\n')}
<text x="${width - 16}" y="${height - 6}" text-anchor="end">minutes</text>
</svg>
`
}

/** One line of a plot: points from left to right. */
export interface Line {
  readonly name: string
  readonly points: readonly (readonly [x: number, y: number])[]
}

export interface Plot {
  /** What is shown, and its unit. */
  readonly title: string
  readonly xTitle: string
  readonly lines: readonly Line[]
  /** Horizontal lines that are not to be crossed, with their names. */
  readonly bounds?: readonly (readonly [y: number, name: string])[]
  /** Distances of x by powers of ten. */
  readonly logarithmic?: boolean
}

const [width, height, left, right, top] = [720, 320, 56, 16, 36] as const
const colours = ['#3563c9', '#c2561a', '#2f855a', '#8a4fbf', '#b7791f', '#c53061', '#2b8a9e', '#6b7280']
const legendColumns = 4
const mostMarks = 6

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

/** The least round number that is not below: 1, 2 or 5 times a power of ten. */
export function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(value, 1e-9)))
  return [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= value * 0.999) ?? value
}

/** Where a logarithmic axis says a number: at the points when they are few, otherwise at round numbers. */
function marksBetween(xs: readonly number[]): number[] {
  const [all, least, most] = [[...new Set(xs)], Math.min(...xs), Math.max(...xs)]
  if (all.length <= mostMarks) return all
  const powers = Array.from({ length: 12 }, (_, power) => 10 ** power)
  const round = powers.flatMap((power) => [1, 2, 5].map((factor) => factor * power)).filter((value) => value >= least && value <= most)
  return round.length <= 2 * mostMarks ? round : powers.filter((value) => value >= least && value <= most)
}

const label = (value: number): string => (value >= 1_000_000 ? `${value / 1_000_000} M` : value >= 10_000 ? `${value / 1000} k` : String(Number(value.toPrecision(3))))

/** A plot as SVG that reads on light and dark pages alike. */
export function plotSvg({ title, xTitle, lines, bounds = [], logarithmic = false }: Plot): string {
  const legendRows = lines.length > 1 ? Math.ceil(lines.length / legendColumns) : 0
  const bottom = 40 + legendRows * 18
  const xs = lines.flatMap(({ points }) => points.map(([x]) => x))
  const [least, most] = logarithmic ? [Math.min(...xs), Math.max(...xs)] : [0, Math.max(1, ...xs)]
  const highest = roundUp(Math.max(...lines.flatMap(({ points }) => points.map(([, y]) => y)), ...bounds.map(([y]) => y), 1e-9))
  const scale = (value: number): number => (logarithmic ? Math.log10(value) : value)
  const x = (value: number): string => (left + ((scale(value) - scale(least)) / Math.max(1e-9, scale(most) - scale(least))) * (width - left - right)).toFixed(1)
  const y = (value: number): string => (height - bottom - (value / highest) * (height - bottom - top)).toFixed(1)
  const ticks = [0, 0.25, 0.5, 0.75, 1]
  const marks = logarithmic ? marksBetween(xs) : ticks.map((share) => most * share)
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" fill="#777">
<text x="${left}" y="18">${escape(title)}</text>
${[
    ...ticks.map((share) => `<path d="M${left} ${y(highest * share)}H${width - right}" stroke="#8884"/><text x="${left - 8}" y="${y(highest * share)}" dy="4" text-anchor="end">${label(highest * share)}</text>`),
    ...marks.map((value) => `<text x="${x(value)}" y="${height - bottom + 18}" text-anchor="middle">${label(logarithmic ? value : Math.round(value))}</text>`),
    ...bounds.map(([at, name]) => `<path d="M${left} ${y(at)}H${width - right}" stroke="#c53030" stroke-dasharray="4 4"/><text x="${width - right}" y="${y(at)}" dy="-4" text-anchor="end" fill="#c53030">${escape(name)}</text>`),
    ...lines.map(({ points }, at) => `<path d="${points.map(([px, py], n) => `${n === 0 ? 'M' : 'L'}${x(px)} ${y(py)}`).join('')}" fill="none" stroke="${colours[at % colours.length]}" stroke-width="1.5"/>`),
    ...(legendRows === 0 ? [] : lines.map(({ name }, at) => legendOf(name, at, height - legendRows * 18))),
  ].join('\n')}
<text x="${width - right}" y="${height - bottom + 34}" text-anchor="end">${escape(xTitle)}</text>
</svg>
`
}

function legendOf(name: string, at: number, firstRow: number): string {
  const x = left + (at % legendColumns) * ((width - left - right) / legendColumns)
  const y = firstRow + Math.floor(at / legendColumns) * 18 + 12
  return `<path d="M${x} ${y - 4}h14" stroke="${colours[at % colours.length]}" stroke-width="3"/><text x="${x + 20}" y="${y}">${escape(name)}</text>`
}

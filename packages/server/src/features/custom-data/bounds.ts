/** How large data of the developer's own may be. */
export interface Bounds {
  /** As JSON in UTF-8. */
  readonly maxBytes: number
  /** Of objects and arrays, itself counted. */
  readonly maxDepth: number
}

/** Why data may not be stored, to be read after its name. */
export interface BoundsFault {
  readonly reason: string
  readonly isTooLarge?: true
}

/** What of a JSON object is beyond its bounds, or cannot be stored; undefined when nothing. */
export function findBoundsFault(data: object, { maxBytes, maxDepth }: Bounds): BoundsFault | undefined {
  // Before anything walks through it by recursion.
  if (isDeeper(data, maxDepth)) return { reason: `has more than ${maxDepth} levels` }
  const json = JSON.stringify(data)
  if (Buffer.byteLength(json) > maxBytes) return { reason: `has more than ${maxBytes} bytes`, isTooLarge: true }
  // JSON writes both as escapes, which the database refuses; an escaped backslash before them is none.
  if (/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/i.test(json)) return { reason: 'holds U+0000 or a lone surrogate' }
  return isExtreme(data) ? { reason: 'holds a number that is too large or too small' } : undefined
}

/** The database writes numbers out, digit by digit: a kilobyte of 1e308 would come back as fifty. */
function isExtreme(value: unknown): boolean {
  if (typeof value === 'number') return value !== 0 && (Math.abs(value) > 1e30 || Math.abs(value) < 1e-30)
  return typeof value === 'object' && value !== null && Object.values(value).some(isExtreme)
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((one) => isDeeper(one, levels - 1))
}

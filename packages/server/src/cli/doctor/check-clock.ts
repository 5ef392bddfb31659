import { type Finding, fail, ok, warn } from './finding.ts'

const warnAboveMs = 2000
const failAboveMs = 30_000

/** Compares this machine's clock with another one's, read between `before` and `after`; all in milliseconds. */
export function compareClocks(whose: string, { theirs, before, after }: { readonly theirs: number; readonly before: number; readonly after: number }): Finding {
  const about = 'clock'
  // What the question took is nobody's fault.
  const skew = theirs < before ? theirs - before : theirs > after ? theirs - after : 0
  const seconds = (skew / 1000).toFixed(1)
  if (Math.abs(skew) > failAboveMs) return fail(about, `${whose} differs from this machine's by ${seconds} s, so tokens and timers are wrong; set both by NTP`)
  if (Math.abs(skew) > warnAboveMs) return warn(about, `${whose} differs from this machine's by ${seconds} s; set both by NTP`)
  return ok(about, `${whose} agrees with this machine's`)
}

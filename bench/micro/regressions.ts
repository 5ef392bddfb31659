/** Noise of a busy machine does not move a ratio so far; a lost fast path does. */
const generousFactor = 3

/** What became much slower beside its reference, or is in only one of the two lists: a sentence for each. */
export function regressions(found: Readonly<Record<string, number>>, baseline: Readonly<Record<string, number>>): string[] {
  return [...new Set([...Object.keys(found), ...Object.keys(baseline)])].flatMap((name) => {
    const [now, before] = [found[name], baseline[name]]
    if (now === undefined) return [`${name}: in the baseline, but not measured any more; run with --write`]
    if (before === undefined) return [`${name}: not in the baseline; run with --write`]
    return now > before * generousFactor ? [`${name}: ${now} times its reference, in the baseline ${before} times`] : []
  })
}

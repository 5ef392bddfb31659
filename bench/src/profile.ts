// Prints where a CPU profile spent its time: `node bench/src/profile.ts file.cpuprofile [lines]`.
import { readFileSync } from 'node:fs'

interface Profile {
  readonly nodes: readonly {
    readonly id: number
    readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number }
  }[]
  readonly samples: readonly number[]
  readonly timeDeltas: readonly number[]
}

const notWork = new Set(['(idle)', '(root)', '(program)'])

/** Self time by function, in milliseconds, the longest first; idle time left out. */
export function selfTimes(profile: Profile): readonly (readonly [name: string, ms: number])[] {
  const names = new Map(profile.nodes.map(({ id, callFrame: { functionName, url, lineNumber } }) => {
    const place = url.replace(/^.*\/node_modules\//, '').replace(/^.*\/packages\//, '')
    const name = functionName || '(anonymous)'
    return [id, place === '' ? name : `${name} ${place}:${lineNumber + 1}`]
  }))
  const times = new Map<string, number>()
  profile.samples.forEach((sample, index) => {
    const name = names.get(sample) ?? '(unknown)'
    if (!notWork.has(name)) times.set(name, (times.get(name) ?? 0) + (profile.timeDeltas[index] ?? 0) / 1000)
  })
  return [...times].toSorted(([, a], [, b]) => b - a)
}

if (import.meta.main) {
  const [file = '', lines = '30'] = process.argv.slice(2)
  const times = selfTimes(JSON.parse(readFileSync(file, 'utf8')) as Profile)
  const total = times.reduce((sum, [, ms]) => sum + ms, 0)
  for (const [name, ms] of times.slice(0, Number(lines))) {
    console.log(`${((ms / total) * 100).toFixed(1).padStart(5)} % ${ms.toFixed(0).padStart(6)} ms  ${name}`)
  }
}

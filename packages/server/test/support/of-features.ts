import { globSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const features = fileURLToPath(new URL('../features/', import.meta.url))

/** What the features' files of this name export, in the order of their folders. A feature without commands of its own may have none. */
export const ofFeatures = <Exports>(file: 'door-cases.ts' | 'round-trips.ts'): Promise<readonly Exports[]> =>
  Promise.all(globSync(`*/${file}`, { cwd: features }).sort().map(async (path) => (await import(/* @vite-ignore */ `${features}${path}`)) as Exports))

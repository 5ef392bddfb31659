import { resolve } from 'node:path'

/** What makes Node write a CPU profile of its whole life into a folder; nothing without one. */
export const cpuProfArgs = (folder: string | undefined, name: string): readonly string[] =>
  folder === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${resolve(folder)}`, `--cpu-prof-name=${name}.cpuprofile`]

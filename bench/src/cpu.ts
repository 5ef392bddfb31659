import { readdirSync, readFileSync } from 'node:fs'

// Linux counts in ticks of 10 ms (USER_HZ) for every process it shows.
const tickMs = 10

interface ProcessTimes {
  readonly pid: number
  readonly parent: number
  /** Its own, and that of its children that have ended. */
  readonly cpuMs: number
}

/** CPU milliseconds that a process and all it started have used, ended children included. */
export function cpuOfTree(root: number): number {
  const processes = readProcesses()
  const children = Map.groupBy(processes, (entry) => entry.parent)
  const sum = (entry: ProcessTimes): number =>
    entry.cpuMs + (children.get(entry.pid) ?? []).reduce((total, child) => total + sum(child), 0)
  const top = processes.find((entry) => entry.pid === root)
  return top ? sum(top) : 0
}

/** Milliseconds of all cores since the machine started: all, and idle (waiting for the disk counts as idle). */
export function machineTimes(): { readonly all: number; readonly idle: number } {
  const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n', 1)
  // user nice system idle iowait irq softirq steal; guest times are part of user.
  const ticks = line.trim().split(/\s+/).slice(1, 9).map(Number)
  return { all: ticks.reduce((total, tick) => total + tick, 0) * tickMs, idle: ((ticks[3] ?? 0) + (ticks[4] ?? 0)) * tickMs }
}

/** Parses `/proc/<pid>/stat`: the name in brackets may hold spaces and brackets itself. */
export function parseStat(pid: number, stat: string): ProcessTimes {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ').map(Number)
  const [, parent = 0] = fields
  const ticks = fields.slice(11, 15).reduce((total, tick) => total + tick, 0)
  return { pid, parent, cpuMs: ticks * tickMs }
}

function readProcesses(): readonly ProcessTimes[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    try {
      return [parseStat(Number(name), readFileSync(`/proc/${name}/stat`, 'utf8'))]
    } catch {
      // It ended between the listing and the reading.
      return []
    }
  })
}

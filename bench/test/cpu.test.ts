import { describe, expect, it } from 'vitest'
import { cpuOfTree, parseStat } from '../src/cpu.ts'

describe('CPU of processes', () => {
  it('is read past a name with spaces and brackets', () => {
    const stat = '42 (a (b) c) S 7 42 42 0 -1 4194304 100 0 0 0 30 20 5 6 20 0 1 0 100 1000 10'
    expect(parseStat(42, stat)).toEqual({ pid: 42, parent: 7, cpuMs: 610 })
  })

  it('grows while a process works', () => {
    const before = cpuOfTree(process.pid)
    for (const end = performance.now() + 60; performance.now() < end;);
    expect(cpuOfTree(process.pid)).toBeGreaterThan(before)
  })
})

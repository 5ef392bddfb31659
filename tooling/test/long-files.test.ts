import { afterEach, expect, test, vi } from 'vitest'
import LongFiles from '../run/long-files.ts'

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

test('a file that runs on is named, one that ended is not', () => {
  vi.useFakeTimers()
  const said = vi.spyOn(console, 'log').mockReturnValue()
  const reporter = new LongFiles()
  reporter.onTestRunStart()
  reporter.onTestModuleQueued({ moduleId: 'tooling/ends.test.ts' })
  reporter.onTestModuleQueued({ moduleId: 'tooling/hangs.test.ts' })
  vi.advanceTimersByTime(60_000)
  reporter.onTestModuleEnd({ moduleId: 'tooling/ends.test.ts' })
  vi.advanceTimersByTime(320_000)
  reporter.onTestRunEnd()
  vi.advanceTimersByTime(600_000)
  expect(said.mock.calls).toEqual([['still running after 3 min: tooling/hangs.test.ts'], ['still running after 6 min: tooling/hangs.test.ts']])
})

// Loaded into servers whose memory is measured: a signal collects what nobody holds any more, and writes down what is left.
import { writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const collect = (globalThis as { gc?: () => void }).gc

// One that no server listens for.
process.on('SIGWINCH', () => {
  collect?.()
  collect?.()
  const { heapUsed, external } = process.memoryUsage()
  writeFileSync(join(tmpdir(), `palaver-memory-${process.pid}`), String(heapUsed + external))
})

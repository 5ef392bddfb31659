// Loaded into servers whose memory is measured: a signal collects what nobody holds any more, so that memory is what connections hold.
const collect = (globalThis as { gc?: () => void }).gc

// One that no server listens for.
process.on('SIGWINCH', () => {
  collect?.()
  collect?.()
})

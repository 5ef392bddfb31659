import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null

/** Sends a signal and waits until the process has ended; with `graceMs` it is killed then. Does nothing for one that has ended. */
export const endChild = async (child: ChildProcess, signal: NodeJS.Signals, graceMs?: number): Promise<void> => {
  if (hasEnded(child)) return
  const gone = once(child, 'exit')
  child.kill(signal)
  const timer = graceMs === undefined ? undefined : setTimeout(() => child.kill('SIGKILL'), graceMs)
  await gone
  clearTimeout(timer)
}

/** Keeps the last of what a process prints, at most `length` characters; call it at once after the start. */
export const keepOutput = (child: ChildProcess, length = 200_000): (() => string) => {
  let printed = ''
  const keep = (chunk: Buffer): void => {
    printed = (printed + chunk.toString()).slice(-length)
  }
  child.stdout?.on('data', keep)
  child.stderr?.on('data', keep)
  return () => printed
}

/**
 * Waits until a server that was just started answers 2xx at `url`.
 * @throws {Error} with what it printed, when it ends before or needs more than `withinMs`, a minute unless said.
 */
export const untilReady = async (child: ChildProcess, url: string, { output, withinMs = 60_000 }: { readonly output: () => string; readonly withinMs?: number }): Promise<void> => {
  for (const end = Date.now() + withinMs; Date.now() < end; await new Promise((wake) => setTimeout(wake, 50))) {
    if (hasEnded(child)) throw new Error(`unable to start the server; it ended with ${child.exitCode ?? child.signalCode}:\n${output()}`)
    if (await fetch(url).then(({ ok }) => ok, () => false)) return
  }
  throw new Error(`unable to start the server; it was not ready in ${withinMs / 1000} s:\n${output()}`)
}

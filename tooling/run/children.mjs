import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter, join } from 'node:path'
import { programFolders, root } from './node.mjs'

const children = new Set()
let stopping

/** The process's environment with the workspace's programs first in PATH. */
export const environment = (added = {}) => ({ ...process.env, PATH: [...programFolders(), process.env.PATH ?? ''].join(delimiter), ...added })

/** Starts a program in a process group of its own, so that a terminal's Ctrl-C reaches it only through us. */
export const start = (command, args, { env = {}, cwd = '.', stdio = ['ignore', 'inherit', 'inherit'] } = {}) => {
  const child = spawn(command, args, { cwd: join(root, cwd), env: environment(env), stdio, detached: true })
  children.add(child)
  const forget = () => children.delete(child)
  child.on('exit', forget)
  child.on('error', forget)
  return child
}

/** Runs a program to its end; resolves with its exit code, and with everything that it printed unless that was shown at once. */
export const run = (command, args, { quiet = false, cwd, env } = {}) =>
  new Promise((resolve, reject) => {
    const child = start(command, args, { env, cwd, stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'] })
    let output = ''
    const keep = (chunk) => {
      output += chunk
    }
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    child.on('error', (error) => reject(new Error(`unable to run ${command}; ${error.message}`)))
    child.on('close', (code, signal) => resolve({ code: code ?? 128 + constants.signals[signal], output }))
  })

const signalGroup = (child, signal) => {
  try {
    process.kill(-child.pid, signal)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

/** Asks every child to end, and makes it after `graceMs`. */
export const stopChildren = async (graceMs = 20_000) => {
  const running = [...children]
  const ended = Promise.all(running.map((child) => new Promise((resolve) => child.once('exit', resolve))))
  for (const child of running) signalGroup(child, 'SIGTERM')
  const timer = setTimeout(() => running.forEach((child) => signalGroup(child, 'SIGKILL')), graceMs)
  await ended
  clearTimeout(timer)
}

/**
 * On Ctrl-C, SIGTERM and a closed terminal: stops the children, then exits as `exitCode` says (by default as shells expect).
 * npm repeats a terminal's Ctrl-C to its script, so a second signal must not cut the first one's work short. And npm's SIGTERM ends only
 * the shell between it and us: a parent that went away counts as one.
 */
export const exitOnSignals = ({ graceMs, exitCode = (signal) => 128 + constants.signals[signal] } = {}) => {
  const stop = (signal) => {
    stopping ??= stopChildren(graceMs).finally(() => process.exit(exitCode(signal)))
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal))
  const parent = process.ppid
  setInterval(() => process.ppid !== parent && stop('SIGTERM'), 250).unref()
}

/** Whether a signal is ending this process. */
export const isStopping = () => stopping !== undefined

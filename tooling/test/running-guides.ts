import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, onTestFinished, vi } from 'vitest'
import { endChild, keepOutput } from '../processes/child-process.ts'
import { plainEnvironment } from '../processes/plain-environment.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))

/** The blocks of a guide by what stands behind their language; a shell block is `sh`. */
export const blocksOf = (guide: string): ReadonlyMap<string, string> =>
  new Map([...readFileSync(join(root, 'docs/guides', guide), 'utf8').matchAll(/^```(?:js (\w+)|(sh))\n([\s\S]*?)^```$/gm)].map(([, js, sh, source = '']) => [js ?? sh ?? '', source]))

/** A program that runs until the test is over. */
export interface Running {
  readonly child: ChildProcess
  output(): string
}

/** Runs a program until the test is over. */
export const run = (program: string, args: readonly string[], env: Readonly<Record<string, string>>): Running => {
  const child = spawn(program, args, { env: { ...plainEnvironment(), ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  onTestFinished(() => endChild(child, 'SIGKILL'))
  return { child, output: keepOutput(child) }
}

/** A module in a folder where Node finds what this workspace's packages have installed. */
export const runModule = (source: string, env: Readonly<Record<string, string>>): Running => {
  const folder = mkdtempSync(join(root, 'tooling/node_modules/.guide-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  writeFileSync(join(folder, 'guide.mjs'), source)
  return run(process.execPath, ['--conditions=source', join(folder, 'guide.mjs')], env)
}

/** Resolves when the address answers well; rejects when one of the programs ended before. */
export const waitFor = (url: string, programs: readonly Running[]): Promise<void> =>
  vi.waitFor(async () => {
    const ended = programs.find(({ child }) => child.exitCode !== null)
    if (ended) throw new Error(`unable to reach ${url}; its program ended:\n${ended.output()}`)
    expect((await fetch(url)).ok).toBe(true)
  }, { timeout: 60_000, interval: 100 })

/** Said by the client's program once what it sent is on the server. */
export const reportWhenSent = `
const { messages } = chat.conversation(conversation.id)
messages.subscribe(() => {
  const sent = messages.getSnapshot().items.find(({ status }) => status !== 'pending')
  if (sent) { console.log(sent.status); process.exit(0) }
})`

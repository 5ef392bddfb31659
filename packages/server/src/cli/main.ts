#!/usr/bin/env node
import { cliCommands } from './commands.ts'
import { runCli } from './run-cli.ts'

// Whoever reads the answer may have enough of it (`| head`): that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0)
  throw error
})

process.exitCode = await runCli(cliCommands, process.argv.slice(2), process.env, {
  print: (line) => void process.stdout.write(`${line}\n`),
  note: (line) => void process.stderr.write(`${line}\n`),
})

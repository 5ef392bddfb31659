import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { cliCommands } from '../../src/cli/commands.ts'
import { runCli } from '../../src/cli/run-cli.ts'

const run = async (args: readonly string[], env: Record<string, string> = {}): Promise<{ code: number; out: string; err: string }> => {
  const [out, err]: [string[], string[]] = [[], []]
  const code = await runCli(cliCommands, args, env, { print: (line) => out.push(line), note: (line) => err.push(line) })
  return { code, out: out.join('\n'), err: err.join('\n') }
}

const page = readFileSync(new URL('../../../../docs/cli.md', import.meta.url), 'utf8')
const blocks = [...page.matchAll(/^```\n([\s\S]*?)\n```$/gm)].map(([, text]) => text)

describe('palaver --help', () => {
  it.each([[], ['--help'], ['-h'], ['help']])('says what there is: %s', async (...args) => {
    expect(await run(args)).toMatchObject({ code: 0, err: '', out: expect.stringContaining('user create') })
  })

  it('stands in docs/cli.md, of all and of each command, and nothing else does', async () => {
    const helps = await Promise.all([['--help'], ...cliCommands.map(({ name }) => [...name.split(' '), '--help'])].map(async (args) => (await run(args)).out))
    expect(blocks).toEqual(helps)
  })

  it('is the same by help <command>', async () => {
    expect(await run(['help', 'user', 'create'])).toEqual(await run(['user', 'create', '--help']))
  })
})

describe('what is not understood ends with 2, and names whose help says more', () => {
  it.each([
    [['nonsense'], 'there is no command nonsense', 'palaver --help'],
    [['user'], 'say which: palaver user create, palaver user list, palaver user suspend, palaver user reinstate', 'palaver --help'],
    [['export', '--bogus'], "Unknown option '--bogus'", 'palaver export --help'],
    [['export', '--user'], "'--user <value>' argument missing", 'palaver export --help'],
    [['export', 'ada'], 'takes nothing but options', 'palaver export --help'],
    [['seed'], 'needs <file>', 'palaver seed --help'],
    [['token', 'mint'], 'needs --external-id', 'palaver token mint --help'],
    [['token', 'mint', '--external-id', '7', '--expires-in', 'long'], '--expires-in must be a number of seconds', 'palaver token mint --help'],
    [['user', 'create', '--handle', 'A'], '--handle must be 3 to 30', 'palaver user create --help'],
    [['user', 'create', '--handle', 'ada', '--role', 'king'], '--role must be one of admin', 'palaver user create --help'],
  ])('%j', async (args, reason, help) => {
    const { code, out, err } = await run(args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain(reason)
    expect(err).toContain(`Try ${help}`)
  })
})

describe('the configuration', () => {
  it('is refused with every fault, from the environment and from options', async () => {
    const { code, err } = await run(['start', '--port', 'ninety'], { LOG_LEVEL: 'loud', DATABASE_URL: 'mysql://secret@host' })
    expect(code).toBe(1)
    expect(err).toMatch(/PORT must be a port[\s\S]*DATABASE_URL must be[\s\S]*LOG_LEVEL must be/)
    expect(err).not.toContain('secret')
  })
})

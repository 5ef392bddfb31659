import { type Command, PalaverError } from '@palaver/protocol'
import { defineCommand } from '@palaver/protocol/definitions'
import * as Type from 'typebox'
import { describe, expect, it, vi } from 'vitest'
import type { Caller } from '../../src/platform/caller.ts'
import { CommandRegistry } from '../../src/platform/command-registry.ts'
import { type CommandHandler, Replay } from '../../src/platform/commands.ts'
import type { LimitState } from '../../src/platform/limits.ts'

const name = 'message.send'
const input = Type.Object({
  text: Type.String({ minLength: 1, maxLength: 5 }),
  limit: Type.Optional(Type.Integer({ default: 20 })),
  inner: Type.Optional(Type.Object({ a: Type.Integer() })),
  list: Type.Optional(Type.Array(Type.Object({ a: Type.Integer() }))),
  mood: Type.Optional(Type.Enum(['good', 'bad'])),
  custom: Type.Optional(Type.Record(Type.String({ pattern: '^[a-z]+$' }), Type.Union([Type.String(), Type.Number()]))),
})
const command = (options: Partial<Command> = {}): Command => ({
  ...defineCommand({
    name,
    summary: 'For tests.',
    access: 'user',
    input,
    output: Type.Object({ seen: Type.String(), optional: Type.Optional(Type.String()) }),
    rest: { method: 'POST', path: '/v1/things', status: 201 },
    errors: ['not_found'],
    limit: 'send',
  }),
  ...options,
})

const user: Caller = { kind: 'user', userId: 'u', role: 'user', expiresAt: 1000, address: '10.0.0.1', requestId: 'r1' }
const anonymous: Caller = { kind: 'anonymous', address: '10.0.0.1', requestId: 'r2' }
const app: Caller = { kind: 'app', address: '10.0.0.1', requestId: 'r3' }
const plenty: LimitState = { limit: 9, remaining: 9, resetMs: 0 }

const setUp = (contract: Command = command(), state: LimitState = plenty) => {
  const log = { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() }
  const limiter = { take: vi.fn(() => state), peek: () => state }
  const registry = new CommandRegistry({ limiter, runtime: { now: () => 500 }, log, contract: [contract] })
  const handler = vi.fn<CommandHandler<typeof name>>(async (given) => ({ seen: JSON.stringify(given) }) as never)
  if (contract.access === 'user') registry.bindUser(name, handler)
  else registry.bind(name, handler)
  const run = (raw: unknown, caller: Caller = user) => registry.run(name, raw, caller, 'rest')
  const refusal = async (raw: unknown, caller: Caller = user) =>
    run(raw, caller).then(() => { throw new Error('it was not refused') }, (error: PalaverError) => error)
  return { registry, handler, run, refusal, log, limiter }
}

describe('the command registry', () => {
  it('drops what the schema does not declare, on every level, and fills in defaults', async () => {
    const { run, handler } = setUp()
    const raw = { text: 'hi', role: 'admin', inner: { a: 1, b: 2 }, list: [{ a: 1, c: 3 }], custom: { ok: 1, NOT: 2 } }
    const { json, status, replay } = await run(raw)
    expect(handler).toHaveBeenCalledWith({ text: 'hi', limit: 20, inner: { a: 1 }, list: [{ a: 1 }], custom: { ok: 1 } }, user)
    expect({ status, replay, keys: Object.keys(JSON.parse(json)) }).toEqual({ status: 201, replay: false, keys: ['seen'] })
    expect(raw).toHaveProperty('role')
  })

  it('is not polluted by __proto__ and constructor', async () => {
    const { run, handler } = setUp()
    await run(JSON.parse('{"text":"hi","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"custom":{"__proto__":{"polluted":1},"constructor":"x"}}'))
    const [given] = handler.mock.calls[0] ?? []
    expect(Object.keys(given ?? {})).toEqual(['text', 'limit', 'custom'])
    expect(given).not.toHaveProperty('polluted')
    expect(Object.getPrototypeOf((given as unknown as { custom: object }).custom)).toBe(Object.prototype)
    expect({}).not.toHaveProperty('polluted')
  })

  it('does not read inherited fields', async () => {
    const { refusal } = setUp()
    expect(await refusal(Object.create({ text: 'inherited' }))).toMatchObject({ code: 'invalid_input', path: '/text' })
  })

  it.each([
    [{}, '/text', 'must be there'],
    [{ text: '' }, '/text', 'must not have fewer than 1 characters'],
    [{ text: 5 }, '/text', 'must be string'],
    [{ text: 'hi', limit: '20' }, '/limit', 'must be integer'],
    [{ text: 'hi', inner: { a: 1.5 } }, '/inner/a', 'must be integer'],
    [{ text: 'hi', list: [{ a: 1 }, { a: 'x' }] }, '/list/1/a', 'must be integer'],
    [{ text: 'hi', list: [{ a: 1 }, {}] }, '/list/1/a', 'must be there'],
    [{ text: 'hi', mood: 'odd' }, '/mood', 'must be one of good, bad'],
    [{ text: 'hi', custom: { a: {} } }, '/custom/a', 'must be of one of the declared shapes'],
    [null, '', 'must be object'],
    [[], '', 'must be object'],
    ['text', '', 'must be object'],
    [undefined, '', 'must be object'],
  ])('refuses %j with the path of the first fault', async (raw, path, reason) => {
    const { refusal, handler } = setUp()
    const error = await refusal(raw)
    expect(error).toMatchObject({ code: 'invalid_input', path })
    expect(error.message).toBe(`unable to run message.send; ${path || 'the input'} ${reason}`)
    expect(handler).not.toHaveBeenCalled()
  })

  it('refuses who is not signed in, an app key, and a token that ran out', async () => {
    const { refusal, limiter } = setUp()
    for (const caller of [anonymous, app, { ...user, expiresAt: 500 }]) {
      expect(await refusal({ text: 'hi' }, caller)).toMatchObject({ code: 'unauthenticated', retryable: false })
    }
    expect(limiter.take).not.toHaveBeenCalled()
  })

  it('lets an app command be run by an app only', async () => {
    const { run, refusal } = setUp(command({ access: 'app', errors: ['forbidden'] }))
    expect((await run({ text: 'hi' }, app)).status).toBe(201)
    expect(await refusal({ text: 'hi' }, user)).toMatchObject({ code: 'forbidden' })
    expect(await refusal({ text: 'hi' }, anonymous)).toMatchObject({ code: 'unauthenticated' })
  })

  it('lets a public command be run by anyone, also with a token that ran out', async () => {
    const { run } = setUp(command({ access: 'public' }))
    for (const caller of [anonymous, app, user, { ...user, expiresAt: 1 }]) expect((await run({ text: 'hi' }, caller)).status).toBe(201)
  })

  it('counts the limit before it looks at the input', async () => {
    const { refusal, handler } = setUp(command(), { ...plenty, remaining: 0, retryAfterMs: 1234 })
    expect(await refusal({})).toMatchObject({ code: 'rate_limited', retryAfterMs: 1234, retryable: true })
    expect(handler).not.toHaveBeenCalled()
  })

  it('does not know a command of another door, or of no name', async () => {
    const { registry, refusal } = setUp(command({ doors: ['socket'] }))
    expect(await refusal({ text: 'hi' })).toMatchObject({ code: 'unknown_command', status: 404 })
    for (const other of ['', 'toString', '__proto__', 'message.destroy']) {
      await expect(registry.run(other, {}, user, 'rest')).rejects.toMatchObject({ code: 'unknown_command' })
    }
  })

  it('flags a replay', async () => {
    const { run, handler } = setUp()
    handler.mockResolvedValueOnce(new Replay({ seen: 'before' }) as never)
    expect(await run({ text: 'hi' })).toEqual({ status: 201, json: '{"seen":"before"}', replay: true })
  })

  it('lets no undeclared field out', async () => {
    const { run, handler } = setUp()
    handler.mockResolvedValueOnce({ seen: 'a', passwordHash: 'secret' } as never)
    expect((await run({ text: 'hi' })).json).toBe('{"seen":"a"}')
  })

  it('lets declared refusals through and turns everything else into internal, with its cause in the log only', async () => {
    const { refusal, handler, log } = setUp()
    handler.mockRejectedValueOnce(new PalaverError('not_found', 'unable to find it; it is not there'))
    expect(await refusal({ text: 'hi' })).toMatchObject({ code: 'not_found' })
    expect(log.error).not.toHaveBeenCalled()
    for (const cause of [new Error('password is hunter2'), new PalaverError('handle_taken', 'undeclared here'), 'a string']) {
      handler.mockRejectedValueOnce(cause)
      const error = await refusal({ text: 'hi' })
      expect(error.toBody()).toEqual({ code: 'internal', message: 'unable to run message.send; the server failed', retryable: true, requestId: 'r1' })
      expect(log.error).toHaveBeenLastCalledWith({ err: cause, requestId: 'r1', command: name }, expect.any(String))
    }
  })

  it('answers internal when the output lacks a declared field', async () => {
    const { refusal, handler } = setUp()
    handler.mockResolvedValueOnce({} as never)
    expect(await refusal({ text: 'hi' })).toMatchObject({ code: 'internal' })
  })

  it('refuses to start without a handler for each command, to bind twice, and to bind what the contract does not have', () => {
    const { registry, handler } = setUp()
    expect(() => registry.requireComplete()).not.toThrow()
    expect(() => registry.bindUser(name, handler)).toThrow('it has a handler already')
    expect(() => registry.bindUser('person.me', handler as never)).toThrow('no such command')
    const parts = { limiter: { take: () => plenty, peek: () => plenty }, runtime: { now: () => 0 }, log: { debug() {}, info() {}, warn() {}, error() {} } }
    const empty = new CommandRegistry(parts)
    expect(() => empty.requireComplete()).toThrow(/no handler is bound to account\.register, .*message\.send/)
    expect(() => empty.bind('person.me', handler as never)).toThrow('its access is user')
  })
})

import { PalaverError } from '@palaver/protocol'
import { commands, errorsOf } from '@palaver/protocol/definitions'
import { describe, expect, it } from 'vitest'
import { bareAppKey, shareBareDoors, tightLimits } from '../support/bare-doors.ts'
import { type DoorAnswer, type DoorServer, openDoor, openSocket } from '../support/doors.ts'
import { fieldsOf, misfitOf, sampleOf, withField } from '../support/samples.ts'

type AnyCommand = (typeof commands)[number]

const tokenFor = ({ access, name }: AnyCommand): string | undefined => {
  if (access === 'public') return undefined
  return access === 'app' ? bareAppKey : `user-of-${name}`
}

/** Each door of a command; what is called runs it with the same input through one after the other. */
const openDoors = async (server: DoorServer, command: AnyCommand): Promise<(input: unknown) => Promise<DoorAnswer[]>> => {
  const doors: Awaited<ReturnType<typeof openDoor>>[] = []
  for (const door of command.doors) doors.push(await openDoor(server, door, tokenFor(command)))
  return async (input) => {
    const answers: DoorAnswer[] = []
    for (const { run } of doors) answers.push(await run(command.name, input as Record<string, unknown>))
    return answers
  }
}

const runAtDoors = async (server: DoorServer, command: AnyCommand, input: unknown): Promise<DoorAnswer[]> => (await openDoors(server, command))(input)

const errorsIn = (answers: readonly DoorAnswer[]) => answers.map((answer) => (answer.ok ? answer : answer.error))
/** Of a failure each door tells the number of its own request. */
const withoutRequestId = (error: object): object => ({ ...error, requestId: undefined })

const addressFields = ({ rest, input }: AnyCommand): ReadonlySet<string> => {
  if (!rest) return new Set()
  const inPath = [...rest.path.matchAll(/:(\w+)/g)].map(([, name = '']) => name)
  return new Set(rest.method === 'GET' || rest.method === 'DELETE' ? Object.keys(input.properties) : inPath)
}

const byName = commands.map((command) => [command.name, command] as const)

describe.each(byName)('%s', (_name, command) => {
  const server = shareBareDoors()
  const sample = sampleOf(command.input) as Record<string, unknown>

  it('gets what was sent, and nothing that the contract does not declare', async () => {
    const seen: unknown[] = []
    server().handle = (name, input) => {
      seen.push(name, input)
      return sampleOf(command.output)
    }
    const objects = [[], ...fieldsOf(command.input).filter(({ schema }) => 'properties' in schema).map(({ path }) => path)]
    const inQuery = command.rest?.method === 'GET' || command.rest?.method === 'DELETE'
    const polluted = objects.reduce((input, path) => withField(input, [...path, 'undeclared'], inQuery ? 'x' : { deep: ['x'] }), sample)
    const answers = await runAtDoors(server(), command, polluted)
    expect(answers.map((answer) => (answer.ok ? answer.output : answer.error))).toEqual(command.doors.map(() => sampleOf(command.output)))
    expect(seen).toEqual(command.doors.flatMap(() => [command.name, sample]))
  })

  it('refuses each field of a wrong type, and each that is not there, with its path and the same error at each door', async () => {
    server().handle = () => expect.unreachable('it ran')
    const inAddress = addressFields(command)
    const inPath = new Set([...(command.rest?.path.matchAll(/:(\w+)/g) ?? [])].map(([, name]) => name))
    const run = await openDoors(server(), command)
    for (const { path, schema, required } of fieldsOf(command.input)) {
      const pointer = `/${path.join('/')}`
      const misfits = [misfitOf(schema, inAddress.has(path[0] ?? '')), ...(required && !inPath.has(path[0]) ? [undefined] : [])]
      for (const misfit of misfits) {
        const [first, ...others] = errorsIn(await run(withField(sample, path, misfit)))
        expect({ misfit, error: first }).toMatchObject({ misfit, error: { code: 'invalid_input', path: pointer, retryable: false } })
        for (const other of others) expect(other).toEqual(first)
      }
    }
  })

  it.each([[[]], ['x'], [5], [true], [null]])('refuses %j for an input with the path of the whole', async (input) => {
    server().handle = () => expect.unreachable('it ran')
    const token = tokenFor(command)
    const errors: unknown[] = []
    if (command.doors.includes('socket') && token !== undefined) {
      const socket = await openSocket(server())
      await socket.authenticate(token)
      const { t: _t, id: _id, ...error } = (await socket.command(command.name, input)) as { t: string; id: number }
      errors.push(error)
    }
    // A GET has no body.
    if (command.rest && command.rest.method !== 'GET') {
      const path = command.rest.path.replaceAll(/:(\w+)/g, (_whole, name: string) => String(sample[name]))
      const call = { body: JSON.stringify(input), headers: { 'content-type': 'application/json' }, ...(token === undefined ? {} : { token }) }
      errors.push((await server().call(command.rest.method, path, call)).body)
    }
    expect(errors.length > 0 || command.doors.join() === 'rest').toBe(true)
    for (const error of errors) expect(error).toMatchObject({ code: 'invalid_input', path: '', retryable: false })
    expect(new Set(errors.map((error) => JSON.stringify(error))).size).toBeLessThanOrEqual(1)
  })

  it('does not run without a token where one is needed, and says the same at each door', async () => {
    server().handle = () => expect.unreachable('it ran')
    if (command.access === 'public') return expect(errorsOf(command)).not.toContain('unauthenticated')
    const errors: object[] = []
    for (const door of command.doors) {
      const answer = await (await openDoor(server(), door)).run(command.name, sample)
      errors.push(answer.ok ? answer : answer.error)
    }
    for (const error of errors) expect(error).toMatchObject({ code: 'unauthenticated', retryable: false })
    expect(new Set(errors.map((error) => JSON.stringify(error))).size).toBe(1)
  })

  it.each(['overloaded', 'unavailable'] as const)('passes %s on from where it arises', async (code) => {
    server().handle = () => {
      throw new PalaverError(code, `unable to write; the test says ${code}`, { retryAfterMs: 1500 })
    }
    const expected = { code, message: `unable to write; the test says ${code}`, retryable: true, retryAfterMs: 1500 }
    expect(errorsIn(await runAtDoors(server(), command, sample))).toEqual(command.doors.map(() => expected))
  })

  it('answers a fault of the server as internal, without what it was', async () => {
    const undeclared = commands.flatMap(({ errors }) => errors).find((code) => !errorsOf(command).includes(code)) ?? 'protocol_error'
    const faults = [new Error('SELECT secret FROM users'), new PalaverError(undeclared, 'secret'), new PalaverError('internal', 'secret', { path: '/secret' })]
    for (const fault of faults) {
      server().handle = () => {
        throw fault
      }
      const errors = errorsIn(await runAtDoors(server(), command, sample))
      const expected = { code: 'internal', message: `unable to run ${command.name}; the server failed`, retryable: true }
      for (const error of errors) expect(error).toEqual({ ...expected, requestId: expect.any(String) })
      expect(JSON.stringify(errors.map(withoutRequestId))).not.toContain('secret')
    }
  })

  it('is unknown at a door that it does not have', async () => {
    server().handle = () => expect.unreachable('it ran')
    const expected = { code: 'unknown_command', retryable: false }
    if (!command.doors.includes('socket')) {
      expect((await (await openDoor(server(), 'socket', 'somebody')).run(command.name, sample))).toMatchObject({ ok: false, error: expected })
    }
    expect(command.doors.includes('rest')).toBe(command.rest !== undefined)
  })
})

describe.each(byName.filter(([, { access }]) => access === 'user'))('%s of somebody suspended', (_name, command) => {
  const server = shareBareDoors()

  it('does not run: account_suspended over REST, a socket that closes with 4423', async () => {
    const sample = sampleOf(command.input) as Record<string, unknown>
    server().handle = () => expect.unreachable('it ran')
    if (command.doors.includes('rest')) {
      const { run } = await openDoor(server(), 'rest', 'suspended')
      expect(await run(command.name, sample)).toMatchObject({ ok: false, error: { code: 'account_suspended', retryable: false } })
    }
    const socket = await openSocket(server())
    socket.send({ t: 'auth', token: 'suspended' })
    socket.send({ t: 'cmd', id: 1, name: command.name, input: sample })
    expect(await socket.ended).toEqual({ code: 4423, reason: 'account_suspended' })
    expect(errorsOf(command)).toContain('account_suspended')
  })
})

describe.each(byName)('%s above its limit', (_name, command) => {
  const server = shareBareDoors(tightLimits)

  it('is rate_limited with when to come back, and the same at each door: it is one limit', async () => {
    const sample = sampleOf(command.input)
    server().handle = () => sampleOf(command.output)
    await runAtDoors(server(), command, sample)
    const expected = { code: 'rate_limited', message: `unable to run ${command.name}; too many in a short time`, retryable: true, retryAfterMs: 60_000 }
    expect(errorsIn(await runAtDoors(server(), command, sample))).toEqual(command.doors.map(() => expected))
  })
})

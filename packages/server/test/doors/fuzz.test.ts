import { randomUUID } from 'node:crypto'
import { ErrorBodySchema, commands, errorsOf } from '@palaver/protocol/definitions'
import fc from 'fast-check'
import { Check } from 'typebox/value'
import { expect, it } from 'vitest'
import { openDoor, openSocket } from '../support/doors.ts'
import { fieldsOf, sampleOf } from '../support/samples.ts'
import { shareTestServer, type TestServer } from '../support/test-server.ts'
import { Scene } from './door-case.ts'

/** How many inputs, and which: `PALAVER_FUZZ_COUNT=1000000 PALAVER_FUZZ_SEED=7 vitest run …`. */
const count = Number(process.env['PALAVER_FUZZ_COUNT'] ?? 2400)
const seed = Number(process.env['PALAVER_FUZZ_SEED'] ?? 20_251_121)
const atOnce = 24
/** Each round has people, conversations and sockets of its own. */
const roundSize = 1200
const withinMs = 20_000 + count * 10

type AnyCommand = (typeof commands)[number]
type Input = Record<string, unknown>

const appKey = 'an-app-key-of-the-host-of-32-letters'
const server = shareTestServer({
  appKeys: [appKey],
  logLevel: 'error',
  socketLimits: { framesPerSecond: 1_000_000, framesBurst: 1_000_000, maxCommandsInFlight: atOnce },
})

/** Values at the edges of what JSON can say, and beyond what databases and clocks can. */
const edges = [
  null, true, 0, -1, 1, 0.5, 1e308, -1e308, 8.64e15, 8.64e15 + 1, 253_402_300_800_000, Number.MAX_SAFE_INTEGER, 2 ** 31, 2 ** 63, '', ' ', '\u0000', 'a\u0000b', '\ud800', '😀', '𝕏'.repeat(60),
  '%', '_', '\\', "'; DROP TABLE users; --", '@', 'a@b.c', '__proto__', 'constructor', 'AAAA', '-_-_', 'A'.repeat(22), '0001-01-01', 'NaN', 'infinity', [], {}, [[]], [null],
]

/** Inputs near what a command wants: fields right, wrong, of people and conversations that exist, missing, or never declared. */
const inputsOf = (command: AnyCommand, known: readonly unknown[]): fc.Arbitrary<unknown> => {
  const sample = sampleOf(command.input) as Input
  const value = (usual: unknown) =>
    fc.oneof(
      { weight: 6, arbitrary: fc.constant(usual) },
      { weight: 4, arbitrary: fc.constantFrom(...known) },
      { weight: 3, arbitrary: fc.constantFrom(...edges) },
      { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
      { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
    )
  const within = (usual: unknown): fc.Arbitrary<unknown> => {
    if (Array.isArray(usual)) return fc.oneof(value(usual), fc.array(usual.length > 0 ? within(usual[0]) : value(usual), { maxLength: 4 }))
    if (typeof usual === 'object' && usual !== null) return fc.oneof({ weight: 3, arbitrary: record(usual as Input) }, { weight: 1, arbitrary: value(usual) })
    return value(usual)
  }
  const record = (usual: Input): fc.Arbitrary<unknown> => {
    const fields = Object.fromEntries(Object.entries(usual).map(([name, field]) => [name, within(field)]))
    const all = { ...fields, ...('clientId' in usual ? { clientId: fc.constantFrom(...known) } : {}), undeclared: fc.jsonValue({ maxDepth: 2 }) }
    return fc.oneof(fc.record(all), fc.record(all, { requiredKeys: [] }))
  }
  // Optional fields may exclude each other: what is needed, and one more.
  const fields = fieldsOf(command.input).filter(({ path }) => path.length === 1)
  const pick = (names: readonly unknown[]): Input => Object.fromEntries(Object.entries(sample).filter(([name]) => names.includes(name)))
  const needed = fields.filter(({ required }) => required).map(({ path }) => path[0])
  const oneMore = fc.constantFrom(...fields.map(({ path }) => path[0]), undefined).chain((name) => record(pick([...needed, name])))
  return fc.oneof({ weight: 10, arbitrary: record(sample) }, { weight: 10, arbitrary: oneMore }, { weight: 1, arbitrary: fc.jsonValue() })
}

/** What stands in the answers of a place with people, messages and cursors. */
const populate = async (running: TestServer) => {
  const scene = new Scene(running, appKey)
  const [one, other] = [await scene.person(), await scene.person()]
  const group = await scene.group([one, other])
  const direct = await scene.direct(one, other)
  const message = await scene.message(group.id, one)
  await scene.message(direct, one)
  for (let index = 0; index < 3; index++) await scene.group([one])
  const { body: page } = await running.call('GET', '/v1/conversations?limit=1', { token: one.token })
  const { body: members } = await running.call('GET', `/v1/conversations/${group.id}/members?limit=1`, { token: one.token })
  return {
    token: one.token,
    known: [group.id, direct, message, one.userId, other.userId, one.handle, page['nextCursor'], members['nextCursor'], randomUUID(), randomUUID()],
  }
}

const isRecord = (value: unknown): value is Input => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Everything that went wrong, with the input that did it. */
const failures: unknown[] = []

const judge = (command: AnyCommand, input: unknown, error: object): void => {
  const { code } = error as { code: never }
  if (!Check(ErrorBodySchema, error) || (code as string) === 'internal' || ![...errorsOf(command), 'unknown_command'].includes(code)) failures.push({ command: command.name, input, error })
}

it(`neither crashes, nor fails, nor leaves a command without an answer, on ${count} inputs of seed ${seed}`, async () => {
  const answers = { ok: 0, refused: 0 }
  for (let round = 0; round * roundSize < count; round++) {
    const { token, known } = await populate(server())
    const numRuns = Math.ceil(Math.min(roundSize, count - round * roundSize) / commands.length)
    const inputs = commands.flatMap((command, index) => fc.sample(inputsOf(command, known), { numRuns, seed: seed + round * 1000 + index }).map((input) => ({ command, input })))
    const rest = inputs.filter(({ command: { doors } }, index) => doors.includes('rest') && (index % 2 === 0 || !doors.includes('socket')))
    const socket = inputs.filter((each) => !rest.includes(each))
    for (const [door, mine] of [['rest', rest], ['socket', socket]] as const) {
      const clients = { user: await openDoor(server(), door, token), app: await openDoor(server(), 'rest', appKey), public: await openDoor(server(), 'rest') }
      for (let from = 0; from < mine.length; from += atOnce) {
        await Promise.all(mine.slice(from, from + atOnce).map(async ({ command, input }) => {
          // An address is made of fields.
          const answer = await clients[command.access].run(command.name, door === 'rest' && !isRecord(input) ? {} : (input as Input))
          answers[answer.ok ? 'ok' : 'refused']++
          if (!answer.ok) judge(command, input, answer.error)
        }))
      }
    }
  }
  expect(failures.slice(0, 5)).toEqual([])
  // A fuzz that is always refused, or never, tests little.
  expect(answers.ok).toBeGreaterThan(count / 20)
  expect(answers.refused).toBeGreaterThan(count / 20)
  expect(server().log()).toBe('')
  expect(await server().call('GET', '/health/ready')).toMatchObject({ status: 200 })
}, withinMs)

const paths = commands.flatMap(({ rest }) => rest?.path ?? [])

it('answers raw requests that no client would make', async () => {
  const { token, known } = await populate(server())
  const requests = fc.record({
    method: fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE'),
    path: fc.tuple(fc.constantFrom(...paths), fc.array(fc.oneof(fc.constantFrom(...known).map(String), fc.string({ unit: 'binary', maxLength: 20 })), { minLength: 3, maxLength: 3 }))
      .map(([path, parts]) => path.replaceAll(/:\w+/g, () => encodeURIComponent(parts.pop()?.toWellFormed() ?? ''))),
    query: fc.string({ unit: 'grapheme-ascii', maxLength: 30 }),
    body: fc.oneof(fc.json(), fc.string({ unit: 'binary' }), fc.uint8Array().map((bytes) => Buffer.from(bytes))),
    type: fc.constantFrom('application/json', 'application/json; charset=utf-16', 'text/plain', 'multipart/form-data', ''),
    authorization: fc.oneof({ weight: 4, arbitrary: fc.constant(`Bearer ${token}`) }, fc.string({ unit: 'grapheme-ascii', maxLength: 30 })),
  })
  for (const { method, path, query, body, type, authorization } of fc.sample(requests, { numRuns: Math.ceil(count / 8), seed })) {
    const headers = { 'content-type': type, authorization }
    const answer = await server().call(method, `${path}?${query}`, { headers, ...(method === 'GET' ? {} : { body }) })
    if (answer.status >= 500) failures.push({ method, path, query, body, answer })
    else if (answer.status >= 400 && !Check(ErrorBodySchema, answer.body)) failures.push({ method, path, query, body, answer })
  }
  expect(failures.slice(0, 5)).toEqual([])
}, withinMs)

it('closes on frames that are none, and answers the next socket', async () => {
  const { token, known } = await populate(server())
  const cursor = fc.tuple(fc.constantFrom(...known, ...edges), fc.constantFrom(0, 1, ...edges), fc.constantFrom(0, 1, ...edges))
  const frames = fc.oneof(
    fc.record({ t: fc.constantFrom('auth', 'resume', 'follow', 'unfollow', 'cmd', 'pong', 'hello', '__proto__'), id: fc.constantFrom(1, ...edges), name: fc.constantFrom('x', 'person.me', ...edges), input: fc.jsonValue() }, { requiredKeys: ['t'] }),
    fc.record({ t: fc.constantFrom('resume', 'follow'), conversations: fc.array(cursor, { maxLength: 3 }), userRevision: fc.constantFrom(0, ...edges), lineage: fc.constantFrom('x', ...edges) }, { requiredKeys: ['t', 'conversations'] }),
    fc.jsonValue(),
  ).map((frame) => JSON.stringify(frame))
  for (const batch of fc.sample(fc.array(fc.oneof(frames, frames, fc.string()), { minLength: 1, maxLength: 5 }), { numRuns: Math.ceil(count / 40), seed })) {
    const socket = await openSocket(server())
    await socket.authenticate(token)
    for (const frame of batch) socket.ws.send(frame)
    const alive = socket.command('person.me', {}).then(() => 'answered', () => 'silent')
    const outcome = await Promise.race([alive, socket.ended.then(({ code }) => code)])
    if (!['answered', 4400, 4401, 4429].includes(outcome)) failures.push({ batch, outcome })
    socket.ws.terminate()
  }
  expect(failures.slice(0, 5)).toEqual([])
  expect(server().log()).toBe('')
}, withinMs)

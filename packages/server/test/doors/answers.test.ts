import type { ErrorBody } from '@palaver/protocol'
import { ErrorBodySchema, commands, errorsOf } from '@palaver/protocol/definitions'
import { Check } from 'typebox/value'
import { describe, expect, it } from 'vitest'
import { openDoor } from '../support/doors.ts'
import { shareTestServer } from '../support/test-server.ts'
import { cursor } from '../features/ephemerals/door-cases.ts'
import { ofFeatures } from '../support/of-features.ts'
import { type DoorCase, Scene, textMaxLength } from './door-case.ts'
import { takenClientIds } from './taken-client-ids.ts'

const ofAll = (await ofFeatures<{ readonly doorCases: readonly DoorCase[] }>('door-cases.ts')).flatMap(({ doorCases }) => doorCases)
const cases = [...ofAll, ...takenClientIds(ofAll)]
/** Errors that do not depend on what a command does; `every-command.test.ts` makes each of them happen to each command at each door. */
const ofEveryCommand = new Set(['invalid_input', 'unauthenticated', 'rate_limited', 'overloaded', 'unavailable', 'internal'])

const appKey = 'an-app-key-of-the-host-of-32-letters'
const server = shareTestServer({ appKeys: [appKey], textMaxLength, ephemeralTypes: [cursor] })

const requireCommand = (name: string) => {
  const command = commands.find((each) => each.name === name)
  if (!command) throw new Error(`there is no ${name}`)
  return command
}

describe.each(cases.map((each) => [each.command, each.answer, each.when, each] as const))('%s', (name, answer, when, { arrange }) => {
  it(`answers ${answer} when ${when}`, async () => {
    const command = requireCommand(name)
    const errors: ErrorBody[] = []
    for (const door of command.doors) {
      const { token, input, expected = {} } = await arrange(new Scene(server(), appKey))
      const { run } = await openDoor(server(), door, token)
      const got = await run(name, input)
      if (answer === 'ok') {
        expect({ door, ...got }).toMatchObject({ door, ok: true, output: expected, replay: false })
        expect(got.ok && Check(command.output, got.output)).toBe(true)
      } else {
        expect({ door, ...got }).toMatchObject({ door, ok: false, error: { code: answer, ...expected } })
        if (!got.ok) errors.push(got.error)
      }
    }
    for (const error of errors) {
      expect(error).toEqual(errors[0])
      expect(Check(ErrorBodySchema, error)).toBe(true)
    }
  })
})

it('every command has a case for every answer that it declares, and for no other', () => {
  const tested = new Set(cases.map(({ command, answer }) => `${command} ${answer}`))
  const declared = commands.flatMap((command) => ['ok' as const, ...errorsOf(command)].map((answer) => ({ command: command.name, answer })))
  const isElsewhere = ({ command, answer }: (typeof declared)[number]): boolean =>
    ofEveryCommand.has(answer) || (answer === 'account_suspended' && requireCommand(command).access === 'user')
  const lacking = declared.filter((each) => !isElsewhere(each) && !tested.has(`${each.command} ${each.answer}`))
  expect(lacking).toEqual([])
  const known = new Set(declared.map(({ command, answer }) => `${command} ${answer}`))
  expect([...tested].filter((each) => !known.has(each))).toEqual([])
})

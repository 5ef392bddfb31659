import { text } from 'node:stream/consumers'
import { Email, Handle, Password, PersonName } from '@palaver/protocol/definitions'
import * as Type from 'typebox'
import { Compile } from 'typebox/compile'
import { compareEmail } from '../features/sessions/port.ts'
import type { AdminPerson } from '../palaver.ts'
import { type CliCall, type CliCommand, dataDirOption, textOf, UsageError } from './command.ts'
import { withServer } from './with-server.ts'

const roles = ['admin', 'moderator', 'user', 'guest', 'bot'] as const satisfies readonly AdminPerson['role'][]

const fields = {
  handle: [Handle, '3 to 30 of a-z, 0-9, _ and ., beginning with a letter or digit'],
  name: [PersonName, 'one line of 1 to 80 characters'],
  role: [Type.Enum([...roles]), `one of ${roles.join(', ')}`],
  email: [Email, 'an email address'],
  password: [Password, '10 to 200 characters'],
} as const satisfies Record<string, readonly [Type.TSchema, string]>

export const userCreateCommand: CliCommand = {
  name: 'user create',
  summary: 'make a user, without a code by mail',
  details: 'With an email address they can log in; their password is read from standard input, never from the command line. Prints the id.',
  options: {
    handle: { value: 'handle', about: fields.handle[1], required: true },
    name: { value: 'name', about: 'the name that people see; the handle unless given' },
    role: { value: 'role', about: `${fields.role[1]}; user unless given` },
    email: { value: 'address', about: 'lets them log in with the password on standard input' },
    ...dataDirOption,
  },
  whileRunning: "The server that runs there makes the host's users itself: createAdminClient of @palaver/server/admin, or PUT /v1/people with an app key.",
  run: async (call) => {
    const person = await readPerson(call)
    const { id } = await withServer(call.config(), async ({ admin, database }) => {
      const email = person.email === undefined ? undefined : compareEmail(person.email)
      const [taken] = await database.query('SELECT FROM credentials WHERE email = $1', [email ?? ''])
      if (taken) throw new Error('unable to make the user; another one has this email address')
      return admin.createUser(person)
    })
    call.print(id)
  },
}

async function readPerson(call: CliCall): Promise<AdminPerson> {
  const handle = textOf(call, 'handle') ?? ''
  const given = { handle, name: textOf(call, 'name') ?? handle, role: textOf(call, 'role'), email: textOf(call, 'email') }
  const password = given.email === undefined ? undefined : (await text(process.stdin)).replace(/\r?\n$/, '')
  const person = Object.fromEntries(Object.entries({ ...given, password }).filter(([, value]) => value !== undefined))
  for (const [field, [schema, rule]] of Object.entries(fields)) {
    if (field in person && !Compile(schema as Type.TSchema).Check(person[field])) {
      throw new UsageError(`${field === 'password' ? 'the password on standard input' : `--${field}`} must be ${rule}`, 'user create')
    }
  }
  return person as unknown as AdminPerson
}

import { type CliCall, type CliCommand, dataDirOption, textOf } from './command.ts'
import { withServer } from './with-server.ts'
import type { Admin } from '../palaver.ts'

const instead = (method: string): string =>
  `The server that runs there does it itself: createAdminClient of @palaver/server/admin, or ${method} /v1/people/suspension with an app key.`

/** Runs something for the user of the handle that was typed; prints their id. */
async function forUser(call: CliCall, what: string, work: (admin: Admin, userId: string) => Promise<void>): Promise<void> {
  const handle = (call.operands[0] ?? '').replace(/^@/, '')
  const id = await withServer(call.config(), async ({ admin }) => {
    const person = await admin.findUserByHandle(handle)
    if (!person) throw new Error(`unable to ${what} the user; there is no user ${handle}`)
    await work(admin, person.id)
    return person.id
  })
  call.print(id)
}

export const userSuspendCommand: CliCommand = {
  name: 'user suspend',
  summary: 'keep a user out: their sessions end, and they cannot sign in',
  details: `What they wrote stays. Nodes that run close the user's sockets at once when they share a Redis, otherwise within one heartbeat.
Prints the id.`,
  operands: ['handle'],
  options: { reason: { value: 'text', about: 'why, for operators: user list --json and exports show it' }, ...dataDirOption },
  whileRunning: instead('PUT'),
  run: (call) => {
    const reason = textOf(call, 'reason')
    return forUser(call, 'suspend', (admin, userId) => admin.suspendUser({ userId, ...(reason === undefined ? {} : { reason }) }))
  },
}

export const userReinstateCommand: CliCommand = {
  name: 'user reinstate',
  summary: 'let a suspended user in again',
  details: 'They have to sign in anew. Prints the id.',
  operands: ['handle'],
  options: { ...dataDirOption },
  whileRunning: instead('DELETE'),
  run: (call) => forUser(call, 'reinstate', (admin, userId) => admin.reinstateUser({ userId })),
}

import { type CliCommand, dataDirOption } from './command.ts'
import { withCurrentDatabase } from './with-database.ts'

interface Row {
  readonly id: string
  readonly handle: string
  readonly name: string
  readonly role: string
  readonly state: string
  readonly external_id: string | null
  readonly email: string | null
  readonly suspension_reason: string | null
}

const page = 500

export const userListCommand: CliCommand = {
  name: 'user list',
  summary: 'list all users by handle',
  details: 'One line each: id, handle, role, state, name, with tabs between.',
  options: { json: { about: 'JSON lines, with external id, email and why somebody is suspended' }, ...dataDirOption },
  whileRunning: 'Stop the server for the time of the list.',
  run: async (call) =>
    withCurrentDatabase(call.config(), 'list users', async (database) => {
      for (let after: string | undefined = ''; after !== undefined; ) {
        const rows: Row[] = await database.query<Row>(
          `SELECT u.id, u.handle, u.name, u.role, u.state, u.external_id, u.suspension_reason, c.email FROM users u LEFT JOIN credentials c ON c.user_id = u.id
           WHERE u.handle > $1 ORDER BY u.handle LIMIT ${page}`,
          [after],
        )
        for (const row of rows) call.print(call.options['json'] ? toJson(row) : [row.id, row.handle, row.role, row.state, row.name].join('\t'))
        after = rows.length === page ? rows.at(-1)?.handle : undefined
      }
    }),
}

const toJson = ({ id, handle, name, role, state, external_id: externalId, email, suspension_reason: suspensionReason }: Row): string => {
  const known = Object.entries({ externalId, email, suspensionReason }).filter(([, value]) => value !== null)
  return JSON.stringify({ id, handle, name, role, state, ...Object.fromEntries(known) })
}

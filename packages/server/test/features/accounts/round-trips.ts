import { anonymous, newName, type RoundTrips } from '../../support/round-trips.ts'
import { codeIn, password, type TestServer } from '../../support/test-server.ts'

const registered = async (server: TestServer): Promise<{ email: string; code: string }> => {
  const handle = newName()
  const email = `${handle}@example.com`
  await server.call('POST', '/v1/accounts', { body: { email, password, name: handle, handle } })
  return { email, code: await codeIn(server.mails, email) }
}

export const roundTrips: RoundTrips = {
  'account.register': { trips: 5, statements: 6, arrange: () => {
    const handle = newName()
    return { caller: anonymous, input: { email: `${handle}@example.com`, password, name: handle, handle } }
  } },
  'account.verify': { trips: 8, arrange: async (_world, server) => ({ caller: anonymous, input: await registered(server) }) },
  'account.changePassword': { trips: 4, statements: 5, arrange: async (_world, server) => {
    const { userId, sessionId } = await server.register(newName())
    return { caller: { ...(await server.palaver.admin.actAs(userId)), sessionId }, input: { current: password, next: 'another long one' } }
  } },
}

import { expect, it } from 'vitest'
import { openPglite } from '../../src/adapters/pglite/open-pglite.ts'
import { entities } from '../../src/features/index.ts'
import { startTestServer } from '../support/test-server.ts'

it('a server whose embedded database has died is alive but not ready, answers what it is asked, says so once, and closes', async () => {
  const lost: Error[] = []
  const database = await openPglite({ dataDir: 'memory://', entities, onConnectionLost: (error) => lost.push(error) })
  await database.migrate()
  const { call, app, register } = await startTestServer({ database })
  const { accessToken } = await register('ada')
  expect(await call('GET', '/health/ready')).toMatchObject({ status: 200 })

  await database.pglite.kill()
  expect(await call('GET', '/health/ready')).toMatchObject({ status: 503, body: { status: 'unready' } })
  expect(await call('GET', '/health/live')).toMatchObject({ status: 200 })
  expect(await call('GET', '/v1/conversations', { token: accessToken })).toMatchObject({ status: 500, body: { code: 'internal', retryable: true } })
  const body = { clientId: crypto.randomUUID(), type: 'group', name: 'Friends' }
  expect(await call('POST', '/v1/conversations', { token: accessToken, body })).toMatchObject({ body: { retryable: true } })
  expect(lost.map(({ message }) => message)).toEqual(['unable to use the embedded database; its thread has ended'])
  await app.close()
  await database.close()
})

it('a database that is closed was not lost', async () => {
  const lost: Error[] = []
  const database = await openPglite({ dataDir: 'memory://', entities: [], onConnectionLost: (error) => lost.push(error) })
  await database.close()
  expect(lost).toEqual([])
})

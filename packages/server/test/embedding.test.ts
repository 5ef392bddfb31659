import fastifyJwt from '@fastify/jwt'
import { socketPath } from '@palaver/protocol'
import fastify, { type FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { palaver } from '../src/app.ts'
import { entities } from '../src/features/index.ts'
import type { Database } from '../src/platform/database.ts'
import { createTestDatabase } from './support/databases.ts'
import { SocketClient } from './support/socket-client.ts'

describe("the plugin in a host's own app", () => {
  let app: FastifyInstance
  let database: Database
  let url: string

  beforeAll(async () => {
    database = await createTestDatabase('pglite', { entities })
    app = fastify()
    app.setErrorHandler((error, _request, reply) => reply.code(418).send({ host: String(error) }))
    app.setNotFoundHandler((_request, reply) => reply.code(404).send({ host: 'nothing here' }))
    // A token system of the host's own, under the name that the plugin's library takes by default.
    await app.register(fastifyJwt, { secret: 'a secret of the host' })
    app.get('/orders', async () => ({ orders: [] }))
    app.get('/broken', async () => {
      throw new Error('of the host')
    })
    app.post('/login', async (request) => ({ token: app.jwt.sign({ customer: (request.body as { customer: string }).customer }) }))
    await app.register(palaver, {
      database,
      dataDir: 'memory://',
      authenticate: async (token) => {
        try {
          const { customer } = app.jwt.verify<{ customer: string }>(token)
          return { externalId: customer, name: `Customer ${customer}` }
        } catch {
          return null
        }
      },
    })
    url = await app.listen({ host: '127.0.0.1', port: 0 })
  })
  afterAll(async () => {
    await app.close()
    await database.close()
  })

  const logIn = async (customer: string): Promise<string> => (await app.inject({ method: 'POST', url: '/login', payload: { customer } })).json<{ token: string }>().token
  const me = async (token: string) => app.inject({ url: '/v1/me', headers: { authorization: `Bearer ${token}` } })

  it("leaves the host's routes, errors and 404 as they are", async () => {
    expect((await app.inject('/orders')).json()).toEqual({ orders: [] })
    expect(await app.inject('/broken')).toMatchObject({ statusCode: 418, body: JSON.stringify({ host: 'Error: of the host' }) })
    expect((await app.inject('/elsewhere')).json()).toEqual({ host: 'nothing here' })
    expect((await app.inject('/orders')).headers).not.toHaveProperty('x-request-id')
    const form = await app.inject({ method: 'POST', url: '/login', headers: { 'content-type': 'text/plain' }, payload: 'x' })
    expect(form.statusCode).toBe(200)
  })

  it('answers its own routes in its own way', async () => {
    expect((await app.inject('/health/ready')).json()).toEqual({ status: 'ready' })
    expect(await app.inject('/v1/nothing')).toMatchObject({ statusCode: 404 })
    expect((await app.inject('/v1/nothing')).json()).toMatchObject({ code: 'unknown_command' })
  })

  it("takes the host's users, made when they first come, and nobody else's", async () => {
    const token = await logIn('17')
    const first = await me(token)
    expect(first.json()).toMatchObject({ person: { name: 'Customer 17' } })
    expect((await me(token)).json()).toEqual(first.json())
    expect((await me(`${token}x`)).json()).toMatchObject({ code: 'unauthenticated' })
  })

  it('lets them talk over the socket, and the host act for them', async () => {
    const [seller, buyer] = [await logIn('18'), await logIn('19')]
    const { person } = (await me(buyer)).json<{ person: { id: string } }>()
    const socket = await SocketClient.open(`${url.replace('http', 'ws')}${socketPath}`)
    await socket.authenticate(seller)
    const direct = await socket.command('conversation.direct', { userId: person.id })
    expect(direct).toMatchObject({ t: 'ok', output: { conversation: { type: 'direct' } } })
    expect((await app.palaver.admin.actAs(person.id)).userId).toBe(person.id)
    await socket.close()
  })

  it('closes with the app, sockets first', async () => {
    const other = fastify()
    const ownDatabase = await createTestDatabase('pglite', { entities })
    await other.register(palaver, { database: ownDatabase, dataDir: 'memory://', authenticate: async (userId) => ({ externalId: userId }) })
    const address = await other.listen({ host: '127.0.0.1', port: 0 })
    const socket = await SocketClient.open(`${address.replace('http', 'ws')}${socketPath}`)
    await socket.authenticate('somebody')
    await other.close()
    expect((await socket.ended).code).toBe(4503)
    await ownDatabase.close()
  })
})

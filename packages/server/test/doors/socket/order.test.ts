import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { CommandRegistry } from '../../../src/platform/command-registry.ts'
import type { LimitState } from '../../../src/platform/limits.ts'
import { silent, startSocketApp } from '../../support/socket-app.ts'
import { SocketClient } from '../../support/socket-client.ts'

const plenty: LimitState = { limit: 9, remaining: 9, resetMs: 0 }
const afterSomeMs = (): Promise<LimitState> => new Promise((resolve) => setTimeout(() => resolve(plenty), Math.random() * 30))

test('what a socket sends starts in the order of its arrival, though the limiter answers in any order', async () => {
  const limiter = { take: () => (Math.random() < 0.3 ? plenty : afterSomeMs()), peek: () => plenty }
  const registry = new CommandRegistry({ limiter, runtime: { now: () => Date.now() }, log: silent })
  const started: string[] = []
  registry.bindUser('message.send', async ({ clientId }, { connectionId = '' }) => {
    started.push(`${connectionId} ${clientId}`)
    return { id: randomUUID(), position: 1, revision: 1, createdAt: 1 }
  })
  const app = await startSocketApp({ run: (...call) => registry.run(...call) })
  onTestFinished(() => app.close())
  const clients = await Promise.all([1, 2, 3].map(() => SocketClient.open(app.url)))
  await Promise.all(clients.map((client) => client.authenticate(randomUUID())))

  const sent = await Promise.all(clients.map(async (client) => {
    const ids = Array.from({ length: 30 }, () => randomUUID())
    const input = (clientId: string) => ({ conversationId: randomUUID(), clientId, content: { kind: 'text', text: 'x' } })
    const answers = await Promise.all(ids.map((clientId) => client.command('message.send', input(clientId))))
    expect(answers.every(({ t }) => t === 'ok')).toBe(true)
    return ids
  }))
  const bySocket = Object.values(Object.groupBy(started, (line) => line.split(' ')[0] ?? '')).map((lines) => lines?.map((line) => line.split(' ')[1]))
  expect(new Set(bySocket)).toEqual(new Set(sent))
  await Promise.all(clients.map((client) => client.close()))
})

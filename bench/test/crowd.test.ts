import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { Crowd } from '../src/generator/crowd.ts'
import type { ConnectPlan } from '../src/generator/plan.ts'
import { type Workload, workloadOf } from '../src/workload.ts'

const group: Workload = { ...workloadOf('A', 'full'), people: 3, members: 3 }
const step = { rate: 200, seconds: 0.1, uncountedSeconds: 0, drainMs: 200 }
let server: WebSocketServer

const planOf = (port: number): ConnectPlan => ({
  dialect: 'bare',
  ports: [port],
  workload: group,
  conversationIds: ['0'],
  clients: Array.from({ length: group.members }, () => ({ follows: [['0', 0, 0]] })),
})

/** A crowd on a server that hands each message and its sender to `answer`. */
async function crowdOf(answer: (text: string, sender: WebSocket, all: Set<WebSocket>) => void): Promise<Crowd> {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  server.on('connection', (socket) => socket.on('message', (data) => {
    if (Buffer.isBuffer(data)) answer(data.toString(), socket, server.clients)
  }))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('unable to test; the server has no port')
  const crowd = new Crowd(planOf(address.port))
  await crowd.connect()
  return crowd
}

/** `s<sequence> <conversation> <text>` */
const wordsOf = (message: string): [id: string, text: string] => {
  const [id = '', , ...words] = message.split(' ')
  return [id.slice(1), words.join(' ')]
}

afterEach(() => {
  for (const socket of server.clients) socket.terminate()
  server.close()
})

describe('the crowd', () => {
  it('counts what a right server delivers, step after step', async () => {
    const crowd = await crowdOf((message, sender, all) => {
      const [id, text] = wordsOf(message)
      for (const socket of all) socket.send(`d${text}`)
      sender.send(`a${id}`)
    })
    for (let n = 0; n < 2; n++) {
      const outcome = await crowd.run(step)
      // How many were sent on time depends on how busy the machine is.
      const { sent } = outcome
      expect(sent).toBeGreaterThan(0)
      expect(outcome).toMatchObject({ planned: 20, acknowledged: sent, expected: sent * 3, delivered: sent * 3, duplicates: 0, disconnected: 0 })
    }
    expect(await crowd.settle(100)).toBe(true)
  })

  it('sees a server that leaves one member out', async () => {
    const crowd = await crowdOf((message, sender, all) => {
      const [id, text] = wordsOf(message)
      for (const socket of [...all].slice(1)) socket.send(`d${text}`)
      sender.send(`a${id}`)
    })
    const { sent, delivered } = await crowd.run(step)
    expect(delivered).toBe(sent * 2)
    expect(await crowd.settle(50)).toBe(false)
  })

  it('sees a server that closes a connection, and why', async () => {
    const crowd = await crowdOf((_message, sender) => sender.close(4508, 'slow'))
    const outcome = await crowd.run(step)
    expect(outcome.disconnected).toBeGreaterThan(0)
    expect(outcome.notes[0]).toContain('closed with 4508 slow')
  })

  it('refuses to begin when a connection is refused', async () => {
    await crowdOf(() => {})
    await expect(new Crowd(planOf(1)).connect()).rejects.toThrow('unable to connect client')
  })
})

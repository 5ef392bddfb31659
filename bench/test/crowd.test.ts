import { once } from 'node:events'
import { afterEach, describe, expect, it } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { Crowd } from '../src/generator/crowd.ts'
import type { Workload } from '../src/workload.ts'

const group: Workload = { id: 'A', title: 'group', conversations: 1, members: 3, countsOwn: true, fixedRate: 1, startRate: 1 }
const step = { rate: 200, seconds: 0.1, uncountedSeconds: 0, drainMs: 200 }
let server: WebSocketServer

/** A crowd on a server that hands each message and its sender to `answer`. */
async function crowdOf(answer: (text: string, sender: WebSocket, all: Set<WebSocket>) => void): Promise<Crowd> {
  server = new WebSocketServer({ host: '127.0.0.1', port: 0 })
  await once(server, 'listening')
  server.on('connection', (socket) => socket.on('message', (data) => {
    if (Buffer.isBuffer(data)) answer(data.toString(), socket, server.clients)
  }))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('unable to test; the server has no port')
  const clients = Array.from({ length: group.members }, () => ({ conversationId: '0' }))
  return Crowd.connect({ dialect: 'bare', port: address.port, workload: group, clients })
}

const wordsOf = (text: string): [id: string, text: string] => [text.slice(1, text.indexOf(' ')), text.slice(text.indexOf(' ') + 1)]

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
    const clients = Array.from({ length: group.members }, () => ({ conversationId: '0' }))
    await expect(Crowd.connect({ dialect: 'bare', port: 1, workload: group, clients })).rejects.toThrow('unable to connect client')
  })
})

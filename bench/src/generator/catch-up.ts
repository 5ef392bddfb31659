import { type RawData, WebSocket } from 'ws'
import { dialects } from './dialects/index.ts'
import { readMarkers } from './marker.ts'
import type { CatchUp, CatchUpPlan } from './plan.ts'

const patienceMs = 60_000

/**
 * Comes back as a browser would, with permessage-deflate on offer, and reads until it has so many messages. `ws` reads the frames here: there is
 * one connection, and inflating is part of what a client waits for.
 * @throws {Error} when not all come within a minute.
 */
export function catchUp({ dialect: name, port, client, messages }: CatchUpPlan): Promise<CatchUp> {
  const dialect = dialects[name]
  const began = performance.now()
  const socket = new WebSocket(`ws://127.0.0.1:${port}${dialect.path(client)}`, dialect.subprotocol === undefined ? [] : [dialect.subprotocol])
  const seen = new Set<number>()
  let asked = { at: began, bytes: 0 }
  let requests = 0
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => fail(new Error(`unable to catch up; ${seen.size} of ${messages} messages came`)), patienceMs)
    const end = (): void => {
      clearTimeout(timer)
      socket.removeAllListeners('close')
      socket.on('error', () => {})
      socket.terminate()
    }
    const fail = (error: unknown): void => {
      end()
      reject(error instanceof Error ? error : new Error(String(error)))
    }
    const ask = (frame: string): void => {
      requests += 1
      socket.send(frame)
    }
    const take = (data: Buffer): void => {
      const text = data.toString()
      if (seen.size === 0) {
        const greeting = dialect.greet?.(client, text)
        // The last frame of the greeting is the one that says where the client stands.
        if (greeting?.send !== undefined) {
          asked = { at: performance.now(), bytes: bytesRead(socket) }
          socket.send(greeting.send)
        }
      }
      readMarkers(data, 0, data.length, (sequence) => {
        // The newest comes twice: as the preview of its conversation, too.
        seen.add(sequence)
      })
      if (seen.size >= messages) {
        const now = performance.now()
        const bytes = bytesRead(socket) - asked.bytes
        end()
        resolve({ messages: seen.size, ms: now - asked.at, withConnectMs: now - began, requests, bytes })
        return
      }
      if (/^\{"t":"(sync|ok)"/.test(text)) {
        const more = dialect.askMore?.(text)
        if (more !== undefined) ask(more)
      }
    }
    socket.on('message', (data: RawData) => {
      try {
        take(Buffer.isBuffer(data) ? data : Buffer.concat(Array.isArray(data) ? data : [new Uint8Array(data)]))
      } catch (error) {
        fail(error)
      }
    })
    socket.on('close', (code) => fail(new Error(`unable to catch up; closed with ${code}`)))
    socket.on('error', fail)
  })
}

/** `ws` counts what came out of the extension; the TCP socket counts what travelled. */
const bytesRead = (socket: WebSocket): number => (socket as unknown as { _socket?: { bytesRead: number } })._socket?.bytesRead ?? 0

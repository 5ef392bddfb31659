// Fan-out and nothing else: no storage, no accounts.
import { createServer } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'

const countsOwn = process.env.COUNTS_OWN === 'true'
const rooms = new Map<string, Set<WebSocket>>()

const http = createServer((_request, response) => response.end('ready'))
const sockets = new WebSocketServer({ server: http })

sockets.on('connection', (socket, request) => {
  const conversation = new URL(request.url ?? '/', 'http://localhost').searchParams.get('conversation') ?? ''
  const room = rooms.get(conversation) ?? new Set()
  rooms.set(conversation, room.add(socket))
  socket.on('close', () => room.delete(socket))
  socket.on('error', () => socket.terminate())
  socket.on('message', (data) => {
    const [id = '', ...words] = Buffer.isBuffer(data) ? data.toString().split(' ') : []
    const text = `d${words.join(' ')}`
    for (const member of room) {
      if (countsOwn || member !== socket) member.send(text)
    }
    socket.send(`a${id.slice(1)}`)
  })
})

http.listen(Number(process.env.PORT), '127.0.0.1')
process.once('SIGTERM', () => process.exit(0))

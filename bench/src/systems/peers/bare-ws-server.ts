// Fan-out and nothing else: no storage, no accounts.
import { createServer } from 'node:http'
import { type WebSocket, WebSocketServer } from 'ws'

const countsOwn = process.env.COUNTS_OWN === 'true'
const rooms = new Map<string, Set<WebSocket>>()

const roomOf = (conversation: string): Set<WebSocket> => {
  const room = rooms.get(conversation) ?? new Set()
  rooms.set(conversation, room)
  return room
}

const http = createServer((_request, response) => response.end('ready'))
const sockets = new WebSocketServer({ server: http })

sockets.on('connection', (socket, request) => {
  const named = new URL(request.url ?? '/', 'http://localhost').searchParams.get('conversations') ?? ''
  const joined = named === '' ? [] : named.split(',').map(roomOf)
  for (const room of joined) room.add(socket)
  socket.on('close', () => joined.forEach((room) => room.delete(socket)))
  socket.on('error', () => socket.terminate())
  socket.on('message', (data) => {
    const [id = '', conversation = '', ...words] = Buffer.isBuffer(data) ? data.toString().split(' ') : []
    const text = `d${words.join(' ')}`
    for (const member of roomOf(conversation)) {
      if (countsOwn || member !== socket) member.send(text)
    }
    socket.send(`a${id.slice(1)}`)
  })
})

http.listen(Number(process.env.PORT), '127.0.0.1')
process.once('SIGTERM', () => process.exit(0))

// The chat of Socket.IO's tutorial ("Handling disconnections"), on PostgreSQL and with a room for each conversation.
import { createServer } from 'node:http'
import pg from 'pg'
import { Server } from 'socket.io'

const countsOwn = process.env.COUNTS_OWN === 'true'
const database = new pg.Pool({ connectionString: process.env.DATABASE_URL })
await database.query(`
  CREATE TABLE IF NOT EXISTS messages (
    id bigserial PRIMARY KEY,
    conversation text NOT NULL,
    client_offset text UNIQUE,
    content text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  )`)

const http = createServer((_request, response) => response.end('ready'))
const io = new Server(http)

io.on('connection', async (socket) => {
  const conversation = String(socket.handshake.auth.conversation)
  await socket.join(conversation)
  socket.on('chat message', async (content: string, clientOffset: string, acknowledge: () => void) => {
    const { rows } = await database.query<{ id: string }>(
      'INSERT INTO messages (conversation, client_offset, content) VALUES ($1, $2, $3) RETURNING id',
      [conversation, clientOffset, content],
    )
    const audience = countsOwn ? io.to(conversation) : socket.to(conversation)
    audience.emit('chat message', content, rows[0]?.id)
    acknowledge()
  })
})

http.listen(Number(process.env.PORT), '127.0.0.1')
process.once('SIGTERM', () => {
  void io.close().then(() => database.end()).then(() => process.exit(0))
})

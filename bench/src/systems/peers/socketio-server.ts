// The chat of Socket.IO's tutorial ("Handling disconnections"), on PostgreSQL and with a room for each conversation; with REDIS_URL one of several
// processes.
import { createServer } from 'node:http'
import { createAdapter } from '@socket.io/redis-adapter'
import { Redis } from 'ioredis'
import pg from 'pg'
import { Server } from 'socket.io'

const countsOwn = process.env.COUNTS_OWN === 'true'
const redisUrl = process.env.REDIS_URL
const database = new pg.Pool({ connectionString: process.env.DATABASE_URL })
await database.query(`
  CREATE TABLE IF NOT EXISTS messages (
    id bigserial PRIMARY KEY,
    conversation text NOT NULL,
    client_offset text UNIQUE,
    content text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
  )`)

interface Handshake {
  readonly conversations: readonly string[]
  /** The last message that the client has seen, for one that comes back. */
  readonly serverOffset?: number
}

const http = createServer((_request, response) => response.end('ready'))
const redis = redisUrl === undefined ? [] : [new Redis(redisUrl), new Redis(redisUrl)]
const io = new Server(http, redisUrl === undefined ? {} : { adapter: createAdapter(redis[0], redis[1]) })

io.on('connection', async (socket) => {
  const { conversations, serverOffset } = socket.handshake.auth as Handshake
  await socket.join([...conversations])
  socket.on('chat message', async (conversation: string, content: string, clientOffset: string, acknowledge: () => void) => {
    const { rows } = await database.query<{ id: string }>(
      'INSERT INTO messages (conversation, client_offset, content) VALUES ($1, $2, $3) RETURNING id',
      [conversation, clientOffset, content],
    )
    const audience = countsOwn ? io.to(conversation) : socket.to(conversation)
    audience.emit('chat message', content, rows[0]?.id, conversation)
    acknowledge()
  })
  if (serverOffset === undefined) return
  const { rows } = await database.query<{ id: string; conversation: string; content: string }>(
    'SELECT id, conversation, content FROM messages WHERE id > $1 AND conversation = ANY ($2) ORDER BY id',
    [serverOffset, conversations],
  )
  for (const { id, conversation, content } of rows) socket.emit('chat message', content, id, conversation)
})

http.listen(Number(process.env.PORT), '127.0.0.1')
process.once('SIGTERM', () => {
  void io.close().then(() => database.end()).then(() => process.exit(0))
})

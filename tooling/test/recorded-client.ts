import type { ChatClient, createChatClient as CreateChatClient, WebSocketLike } from '@palaver/client'
import type { ServerFrame, ServerFrames } from '@palaver/protocol'
import type { createAdminClient } from '@palaver/server/admin'
import { vi } from 'vitest'

/** A client of the SDK, with everything that its sockets brought. */
export interface RecordedClient {
  readonly client: ChatClient
  readonly accessToken: string
  /** Frames of a kind, over all its sockets. */
  all<T extends ServerFrame['t']>(t: T): readonly ServerFrames[T][]
  /** Codes that its sockets ended with. */
  readonly closes: readonly number[]
  /** Texts of a conversation as it shows them. */
  texts(conversationId: string): readonly string[]
}

export interface RecordedClientOptions {
  readonly url: string
  readonly admin: Pick<ReturnType<typeof createAdminClient>, 'mintToken'>
  readonly externalId: string
  /** Of the build whose client it is. */
  readonly createChatClient: typeof CreateChatClient
}

/** Connects one of the host's users and waits until they are synced. */
export async function connectRecorded({ url, admin, externalId, createChatClient }: RecordedClientOptions): Promise<RecordedClient> {
  const { userId, accessToken } = await admin.mintToken({ externalId, name: externalId })
  const frames: ServerFrame[] = []
  const closes: number[] = []
  const openSocket = (address: string, protocol: string): WebSocketLike => {
    const socket = new WebSocket(address, protocol)
    socket.addEventListener('message', ({ data }) => frames.push(JSON.parse(String(data)) as ServerFrame))
    socket.addEventListener('close', ({ code }) => closes.push(code))
    return socket as WebSocketLike
  }
  const client = createChatClient({ url, token: async () => accessToken, userId, storage: 'memory', platform: { openSocket } })
  client.connect()
  await vi.waitFor(() => {
    if (!client.status.getSnapshot().synced) throw new Error(`unable to go on; ${externalId} is not synced`)
  }, 10_000)
  return {
    client,
    accessToken,
    all: <T extends ServerFrame['t']>(t: T) => frames.filter((frame) => frame.t === t) as ServerFrames[T][],
    closes,
    texts: (conversationId) =>
      client.conversation(conversationId).messages.getSnapshot().items.flatMap(({ content }) => (content.kind === 'text' ? [content.text] : [])),
  }
}

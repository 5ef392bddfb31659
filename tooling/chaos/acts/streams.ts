import { streams } from '@palaver/client'
import { pause } from '../waiting.ts'
import type { Act, Ears, Hand } from './hand.ts'

/** How often it may go on, how long it may wait between two pieces, and from where on the dice cancel. */
const [mostPieces, longestWaitMs, cancelFrom] = [8, 400, 0.85]

/** Writes a message piece by piece. Whatever goes wrong ends it: the server ends what falls silent. */
const write = async (hand: Hand, conversationId: string, dice: number): Promise<void> => {
  const { client, ledger } = hand
  const writer = streams(client.conversation(conversationId)).start()
  const stream = ledger.streams.begin({ client: hand.name, userId: hand.userId, conversationId, isCut: () => hand.client !== client })
  const add = (piece: string): void => {
    if (!writer.isOpen()) return
    stream.add(piece)
    writer.append(piece)
  }
  writer.messageId.then(stream.started, () => undefined)
  add(`${hand.name} streams ${hand.count()}:`)
  const pieces = 1 + Math.floor(dice * mostPieces)
  for (let number = 1; number <= pieces && !stream.isCut(); number++) {
    await pause(longestWaitMs * ((dice * (number + 1) * 7) % 1))
    // A character outside of the basic plane: offsets count code points.
    add(` 🌱 piece ${number}`)
  }
  const end = dice < cancelFrom ? 'finished' : 'cancelled'
  stream.ends(end)
  await (end === 'finished' ? writer.finish() : writer.cancel()).then(stream.ended, () => undefined)
  stream.leave()
}

/** Streams a message into its place; some are given up. */
export const streamActs = {
  stream: { share: 0.025, take: (hand, conversationId, dice) => void write(hand, conversationId, dice) },
} as const satisfies Record<string, Act>

/** A piece is kept. */
export const streamEars: Ears = {
  'stream.append': ({ ledger }, { input: { messageId = '' }, output }) => ledger.streams.kept(messageId, Number(output['length'])),
}

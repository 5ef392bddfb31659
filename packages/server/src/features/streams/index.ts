import { type AppRole, can, memberRoles } from '@palaver/core'
import { type CommandInput, type CommandOutput, PalaverError } from '@palaver/protocol'
import type { UserCaller } from '../../platform/caller.ts'
import type { Commands } from '../../platform/commands.ts'
import type { Bus } from '../../platform/event.ts'
import type { Runtime } from '../../platform/runtime.ts'
import type { SqlDatabase } from '../../platform/sql.ts'
import type { Timers } from '../../platform/timers/timers.ts'
import type { Writer } from '../../platform/writer/change.ts'
import type { RequireCustom } from '../custom-data/port.ts'
import type { SendOption } from '../messages/port.ts'
import { type EndChange, endStreams, offsetConflict } from './end-change.ts'
import { PieceRelay } from './relay.ts'
import { appendPiece, closeStreams, findDue, readStreamed, timerKind } from './repository.ts'
import { startStream, type StreamSilent } from './start.ts'

export interface StreamsParts {
  readonly commands: Commands
  readonly sql: SqlDatabase
  readonly writer: Writer
  readonly runtime: Pick<Runtime, 'newId' | 'now'>
  readonly timers: Pick<Timers, 'set' | 'handle'>
  readonly bus: Pick<Bus, 'publish'>
  readonly requireCustom: RequireCustom
  readonly threadOption: SendOption
  readonly textMaxLength: number
  /** How long the author of an open stream may be silent, in milliseconds. */
  readonly streamSilenceMs: number
}

const conversationTypes = ['direct', 'group', 'channel'] as const
const allowedPairs = (appRole: AppRole): string[] =>
  conversationTypes.flatMap((conversationType) => memberRoles.filter((memberRole) => can('message.send', { appRole, memberRole, conversationType })).map((role) => `${conversationType}:${role}`))

/** Binds the `stream.*` commands, and ends the streams whose authors fell silent. */
export function createStreams({ commands, sql, writer, runtime, timers, bus, requireCustom, threadOption, textMaxLength, streamSilenceMs: silenceMs }: StreamsParts): void {
  const relay = new PieceRelay(bus)
  const end = async (change: EndChange): Promise<CommandOutput<'stream.finish'>> => {
    const { result } = await writer.submit(endStreams, change)
    relay.end(change.messageId)
    return { message: result }
  }

  const append = async ({ conversationId, messageId, offset, text }: CommandInput<'stream.append'>, { userId, role }: UserCaller): Promise<CommandOutput<'stream.append'>> => {
    const { outcome, length, members } = await appendPiece(sql, { conversationId, messageId, userId, offset, text }, { allowed: allowedPairs(role), most: textMaxLength })
    const refuse = refusals[outcome]
    if (refuse) throw refuse(length)
    if (outcome === 'appended') relay.tell({ conversationId, messageId, offset, text }, members)
    return { length }
  }

  commands.bindUser('stream.start', (input, caller) => startStream({ sql, writer, runtime, timers, requireCustom, threadOption, silenceMs }, input, caller))
  commands.bindUser('stream.append', append)
  commands.bindUser('stream.read', async ({ conversationId, messageId, offset = 0 }, { userId }) => {
    const streamed = await readStreamed(sql, { conversationId, messageId, userId })
    if (!streamed) throw new PalaverError('not_found', 'unable to read the stream; there is no such message')
    return { offset, text: [...streamed.text].slice(offset).join(''), state: streamed.state }
  })
  commands.bindUser('stream.finish', (input, { userId, role }) => end({ ...input, callerId: userId, appRole: role, end: 'finished' }))
  commands.bindUser('stream.cancel', (input, { userId, role }) => end({ ...input, callerId: userId, appRole: role, end: 'cancelled' }))

  timers.handle<StreamSilent>(timerKind, async (data, run) => {
    const { conversationId, messageId, userId } = data
    /** What its author may be silent for before it is looked at again. */
    let patienceMs = silenceMs
    try {
      const { message } = await end({ conversationId, messageId, callerId: userId, appRole: 'user', byServer: true, end: 'interrupted', silenceMs })
      if (message.stream?.state !== 'open') return
    } catch (error) {
      if (!(error instanceof PalaverError) || error.code !== 'not_found') throw error
      // It was deleted, or never began; but it may do so yet, while a database stands still.
      patienceMs = unbegunSilences * silenceMs
      const dueAt = await findDue(sql, messageId, patienceMs)
      if (!dueAt || dueAt.getTime() <= runtime.now()) return closeStreams(sql, [messageId])
    }
    await run.complete(async (tx) => {
      const dueAt = await findDue(tx, messageId, patienceMs)
      if (dueAt) await timers.set(tx, timerKind, { key: messageId, data, dueAt })
    })
  })
}

/** What was prepared and has no message after so many times the silence that is allowed never gets one. */
const unbegunSilences = 6

const appending = 'append to the stream'
const refusals: Readonly<Record<string, ((length: number) => PalaverError) | undefined>> = {
  not_found: () => new PalaverError('not_found', `unable to ${appending}; there is no such stream`),
  not_yours: () => new PalaverError('forbidden', `unable to ${appending}; it is not yours`),
  forbidden: () => new PalaverError('forbidden', `unable to ${appending}; your role here may only read`),
  ended: () => new PalaverError('forbidden', `unable to ${appending}; it has ended`),
  conflict: (length) => offsetConflict(appending, '/offset', length),
  too_large: () => new PalaverError('too_large', `unable to ${appending}; the text would be too long`, { path: '/text' }),
}

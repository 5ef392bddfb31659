import { type AppRole, defaultEditWindowMs, defaultUndoDeleteMs } from '@palaver/core'
import { type CommandInput, type CommandName, type CommandOutput, type CustomDataDefinition, PalaverError, type Person } from '@palaver/protocol'
import { randomUUID } from 'node:crypto'
import { composeConversationFeatures } from '../../src/features/conversation-features.ts'
import { createRequireCustom } from '../../src/features/custom-data/port.ts'
import { CommandRegistry } from '../../src/platform/command-registry.ts'
import type { Database } from '../../src/platform/database.ts'
import type { SqlDatabase } from '../../src/platform/sql.ts'
import { cancelTimer, setTimer } from '../../src/platform/timers/timer-rows.ts'
import type { Writer } from '../../src/platform/writer/change.ts'
import { createWriter, type WriterOptions } from '../../src/platform/writer/writer.ts'
import { RecordingBus } from './community.ts'
import { CountingDatabase } from './counting-database.ts'
import { createTestDatabase } from './databases.ts'

/** The conversation features and the writer behind the registry, without doors and limits. */
export interface ConversationBench {
  readonly database: Database
  readonly counting: CountingDatabase
  readonly bus: RecordingBus
  readonly writer: Writer
  readonly errors: unknown[]
  run<Name extends CommandName>(name: Name, userId: string, input: CommandInput<Name>, role?: AppRole): Promise<CommandOutput<Name>>
  /** The same with whatever input, and with what the door would be told beside the output. */
  runRaw(name: CommandName, userId: string, input: unknown, role?: AppRole): Promise<{ output: unknown; replay: boolean }>
  /** The error body that a command answers with. */
  refusal(name: CommandName, userId: string, input: unknown, role?: AppRole): Promise<{ code: string; path?: string; message: string }>
  close(): Promise<void>
}

export interface BenchOptions extends Partial<WriterOptions> {
  readonly textMaxLength?: number
  readonly customData?: CustomDataDefinition
  /** Puts something between the features and the database. */
  readonly wrap?: (database: SqlDatabase) => SqlDatabase
}

const silent = { debug: () => {}, info: () => {}, warn: () => {} }

/** Opens a fresh database with the conversation features on it. */
export async function createConversationBench(dialect: 'pglite' | 'postgres', options: BenchOptions = {}): Promise<ConversationBench> {
  const database = await createTestDatabase(dialect)
  const counting = new CountingDatabase(options.wrap?.(database) ?? database)
  const bus = new RecordingBus()
  const errors: unknown[] = []
  const onError = (error: unknown): void => void errors.push(error)
  const writer = createWriter({ database: counting, bus, now: Date.now, onError }, { lanes: dialect === 'pglite' ? 1 : 4, ...options })
  const free = async () => ({ limit: 1, remaining: 1, resetMs: 0 })
  const limiter = { take: free, peek: free }
  const runtime = { now: Date.now, newId: randomUUID, randomBytes: (size: number) => new Uint8Array(size) }
  const commands = new CommandRegistry({ limiter, runtime, log: { ...silent, error: (fields) => onError(fields) } })
  // Set and cancelled as they are; nothing runs them here.
  const timers = { set: setTimer, cancel: cancelTimer, handle: () => {}, wake: () => {} }
  const people = {
    findByIds: (ids: readonly string[]) =>
      counting.query<Person>(
        `SELECT id, handle, name, avatar_hue AS "avatarHue", profile_version AS "profileVersion" FROM users WHERE id = ANY ($1::uuid[])`,
        [ids],
      ),
    findStanding: async () => undefined,
  }
  const rules = { textMaxLength: options.textMaxLength ?? 5000, contentTypes: [], unknownContent: 'refuse' as const, editWindowMs: defaultEditWindowMs, streamSilenceMs: 60_000, undoDeleteMs: defaultUndoDeleteMs }
  composeConversationFeatures({ commands, sql: counting, writer, people, runtime, jobs: { handle: () => {}, schedule: () => {} }, timers, bus: { publish: () => {} }, rules, requireCustom: createRequireCustom(options.customData) })

  const runRaw: ConversationBench['runRaw'] = async (name, userId, input, role = 'user') => {
    const caller = { kind: 'user', userId, role, expiresAt: Number.MAX_SAFE_INTEGER, address: '127.0.0.1', requestId: 'test' } as const
    const { json, replay } = await commands.run(name, input, caller, 'socket')
    return { output: JSON.parse(json), replay }
  }
  return {
    database,
    counting,
    bus,
    writer,
    errors,
    runRaw,
    run: async (name, userId, input, role) => (await runRaw(name, userId, input, role)).output as never,
    refusal: async (name, userId, input, role) => {
      try {
        await runRaw(name, userId, input, role)
      } catch (error) {
        if (error instanceof PalaverError) return error.toBody()
        throw error
      }
      throw new Error(`${name} was not refused`)
    },
    close: async () => {
      await writer.close()
      await database.close()
    },
  }
}

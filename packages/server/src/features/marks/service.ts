import { type CommandInput, type CommandOutput, PalaverError } from '@palaver/protocol'
import type { UserCaller } from '../../platform/caller.ts'
import type { Sql } from '../../platform/sql.ts'
import type { Writer } from '../../platform/writer/change.ts'
import { moveMarks } from './changes.ts'
import { readMarks, readStandings } from './repository.ts'

export interface MarksParts {
  readonly sql: Sql
  readonly writer: Writer
}

/** Moves and reads marks. */
export class MarkService {
  readonly #parts: MarksParts

  constructor(parts: MarksParts) {
    this.#parts = parts
  }

  async update({ marks }: CommandInput<'mark.update'>, { userId }: UserCaller): Promise<CommandOutput<'mark.update'>> {
    const { writer, sql } = this.#parts
    const moves = marks.map(({ conversationId, delivered = 0, read = 0 }) => writer.submit(moveMarks, { conversationId, userId, delivered, read }))
    for (const move of await Promise.allSettled(moves)) {
      if (move.status === 'rejected' && !isNotFound(move.reason)) throw move.reason
    }
    return { marks: await readStandings(sql, userId, [...new Set(marks.map((mark) => mark.conversationId))]) }
  }

  async list({ conversationId }: CommandInput<'mark.list'>, { userId }: UserCaller): Promise<CommandOutput<'mark.list'>> {
    const state = await readMarks(this.#parts.sql, conversationId, userId)
    if (!state) throw new PalaverError('not_found', 'unable to read marks; there is no such conversation')
    return state
  }
}

const isNotFound = (error: unknown): boolean => error instanceof PalaverError && error.code === 'not_found'

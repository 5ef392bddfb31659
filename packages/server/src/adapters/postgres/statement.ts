import type pg from 'pg'
import { sqlTypes } from './value-parsers.ts'

/** A statement as the driver takes it. */
export function statement(text: string, params: readonly unknown[] | undefined, name: string | undefined): pg.QueryConfig {
  return { text, types: sqlTypes, ...(params && { values: [...params] }), ...(name !== undefined && { name }) }
}

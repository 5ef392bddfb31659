import type pg from 'pg'
import { expect, it } from 'vitest'
import { PostgresTransaction } from '../../src/adapters/postgres/postgres-transaction.ts'

/** A connection that lives and refuses BEGIN, which no PostgreSQL does on demand. */
const refusing = () => {
  const sent: string[] = []
  const query = async (asked: string | pg.QueryConfig) => {
    const text = typeof asked === 'string' ? asked : asked.text
    sent.push(text)
    if (text.startsWith('BEGIN')) throw new Error('no transaction')
    return { rows: [], command: text }
  }
  return { sent, transaction: new PostgresTransaction({ query } as unknown as pg.PoolClient) }
}

it('lets nobody go on with what was answered where nothing began', async () => {
  const { sent, transaction } = refusing()
  await expect(transaction.query('SELECT 1')).rejects.toThrow('no transaction')
  await transaction.rollback()
  await expect(transaction.query('INSERT')).rejects.toThrow('the transaction has ended')
  expect(sent).toEqual(['BEGIN ISOLATION LEVEL READ COMMITTED', 'SELECT 1', 'ROLLBACK'])
})

it('has committed nothing where nothing began, whatever COMMIT says', async () => {
  const { transaction } = refusing()
  await expect(transaction.commit()).rejects.toThrow('no transaction')
})

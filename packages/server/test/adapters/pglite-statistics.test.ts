import { expect, onTestFinished, test } from 'vitest'
import { PgliteThread } from '../../src/adapters/pglite/pglite-thread.ts'
import { analyseGrown } from '../../src/adapters/pglite/statistics.ts'

test('the planner learns of tables that grow, once for each doubling', async () => {
  const thread = new PgliteThread({ dataDir: 'memory://' })
  await thread.waitReady
  onTestFinished(() => thread.close())
  const known = async () => (await thread.query(`SELECT reltuples::int AS rows FROM pg_class WHERE relname = 'things'`)).rows
  const grow = (rows: number) => thread.exec(`INSERT INTO things SELECT n FROM generate_series(1, ${rows}) n`)

  await thread.exec('CREATE TABLE things (n int)')
  await grow(10)
  expect([await analyseGrown(thread), await known()]).toEqual([[], [{ rows: -1 }]])
  await grow(19_990)
  expect([await analyseGrown(thread), await known()]).toEqual([['things'], [{ rows: 20_000 }]])
  await grow(15_000)
  expect(await analyseGrown(thread)).toEqual([])
  await grow(15_000)
  expect([await analyseGrown(thread), await known()]).toEqual([['things'], [{ rows: 50_000 }]])
})

// The thread that runs PGlite, so that a large batch does not hold up the sockets of the main thread.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite, type Results, type Transaction } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { syncedFolder, syncTree } from './synced-folder.ts'
import { type PlainResult, type ThreadReply, type ThreadRequest, type ThreadStart, toPlainError } from './thread-protocol.ts'

const port = parentPort
if (!port) throw new Error('unable to run PGlite; this file is for a worker thread')
const { dataDir, loadDataDir }: ThreadStart = workerData
const inMemory = dataDir.startsWith('memory://')
const isNew = !inMemory && !existsSync(join(dataDir, 'PG_VERSION'))
const pglite = await PGlite.create({
  ...(inMemory ? { dataDir } : syncedFolder(dataDir)),
  extensions: { pg_trgm },
  ...(loadDataDir && { loadDataDir }),
})
if (isNew) syncTree(dataDir)

interface OpenTransaction {
  readonly tx: Promise<Transaction>
  end(commit: boolean): Promise<void>
}
const transactions = new Map<number, OpenTransaction>()

function begin(): OpenTransaction {
  const begun = Promise.withResolvers<Transaction>()
  const ended = Promise.withResolvers<boolean>()
  const rollback = new Error('rollback')
  const done = pglite.transaction(async (tx) => {
    begun.resolve(tx)
    if (!(await ended.promise)) throw rollback
  }).catch((error: unknown) => {
    begun.reject(error)
    if (error !== rollback) throw error
  })
  // Who waits for them gets their errors; nobody may.
  done.catch(() => {})
  begun.promise.catch(() => {})
  return {
    tx: begun.promise,
    end: (commit) => {
      ended.resolve(commit)
      return done
    },
  }
}

function find(id: number): OpenTransaction {
  const transaction = transactions.get(id)
  if (!transaction) throw new Error('unable to query; the transaction has ended')
  return transaction
}

const plain = ({ rows, affectedRows, fields }: Results<object>): PlainResult => ({ rows, fields, ...(affectedRows !== undefined && { affectedRows }) })

async function run(request: ThreadRequest): Promise<unknown> {
  switch (request.kind) {
    case 'query': {
      const on = request.transaction === undefined ? pglite : await find(request.transaction).tx
      return plain(await on.query<object>(request.text, request.params, request.options))
    }
    case 'exec': {
      const on = request.transaction === undefined ? pglite : await find(request.transaction).tx
      return (await on.exec(request.text)).map(plain)
    }
    case 'begin': {
      const transaction = begin()
      transactions.set(request.transaction, transaction)
      await transaction.tx
      return undefined
    }
    case 'end': {
      const transaction = find(request.transaction)
      transactions.delete(request.transaction)
      return transaction.end(request.commit)
    }
    case 'listen':
      await pglite.listen(request.channel, (payload) => send({ kind: 'notified', channel: request.channel, payload }))
      return undefined
    case 'dump':
      return pglite.dumpDataDir('none')
    case 'close':
      return pglite.close()
  }
}

function send(reply: ThreadReply): void {
  port?.postMessage(reply)
}

port.on('message', (request: ThreadRequest) => {
  run(request).then(
    (result) => send({ kind: 'done', id: request.id, result }),
    (error: unknown) => send({ kind: 'failed', id: request.id, error: toPlainError(error) }),
  )
})
send({ kind: 'done', id: 0 })

import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { ServerFrames } from '@palaver/protocol'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createPostgresUrl } from './support/databases.ts'
import { openSocket } from './support/doors.ts'
import { runPalaver } from './support/palaver-process.ts'
import { findPrograms } from './support/postgres-server.ts'
import type { SocketClient } from './support/socket-client.ts'
import { startTestServer } from './support/test-server.ts'

const run = promisify(execFile)

describe('a backup that is restored under a running node (refusal 38)', () => {
  it('gets a new lineage: sockets close to be resumed, and cursors of the lost history are void', async () => {
    const bin = await findPrograms()
    const folder = await mkdtemp(join(tmpdir(), 'palaver-backup-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const databaseUrl = await createPostgresUrl()
    const server = await startTestServer({ dialect: 'postgres', databaseUrl, heartbeatMs: 300, runsJobs: false })
    const { admin } = server.palaver
    const { accessToken: token } = await admin.mintToken({ externalId: 'ada' })
    const created = await server.call('POST', '/v1/conversations', { token, body: { clientId: crypto.randomUUID(), type: 'group', name: 'G' } })
    const { id } = created.body['conversation'] as { id: string }
    const send = async (text: string): Promise<unknown> => {
      const body = { clientId: crypto.randomUUID(), content: { kind: 'text', text } }
      return (await server.call('POST', `/v1/conversations/${id}/messages`, { token, body })).body['position']
    }
    const texts = (sync: ServerFrames['sync']): unknown => JSON.parse(JSON.stringify(sync.conversations)) as unknown
    const connect = async (resume: { lineage: string; revision: number } | undefined): Promise<{ client: SocketClient; lineage: string; sync: ServerFrames['sync'] }> => {
      const client = await openSocket(server)
      const { lineage } = await client.frame('hello')
      await client.authenticate(token)
      client.send({ t: 'resume', lineage: resume?.lineage ?? lineage, userRevision: 0, conversations: [[id, resume?.revision ?? 0, 0]] })
      const sync = await client.frame('sync')
      await client.frame('live')
      return { client, lineage, sync }
    }

    expect([await send('one'), await send('two')]).toEqual([1, 2])
    await run(join(bin, 'pg_dump'), ['--format=custom', `--file=${folder}/backup`, databaseUrl])
    expect([await send('three'), await send('four')]).toEqual([3, 4])
    const before = await connect(undefined)
    expect(JSON.stringify(texts(before.sync))).toContain('four')
    const { body } = await server.call('GET', `/v1/conversations/${id}`, { token })
    const revision = (body['conversation'] as { head?: { revision: number } }).head?.revision ?? 5

    // At once: a heartbeat that looks meanwhile would find no session.
    await run(join(bin, 'pg_restore'), ['--single-transaction', '--clean', '--if-exists', '--no-owner', `--dbname=${databaseUrl}`, `${folder}/backup`])
    const settings = { DATABASE_URL: databaseUrl }
    expect(await runPalaver(['lineage', 'new'], settings)).toMatchObject({ code: 1, err: expect.stringContaining('Stop the nodes, or say --force') })
    expect(await runPalaver(['lineage', 'new', '--force'], settings)).toMatchObject({ code: 0 })
    expect(await before.client.ended).toMatchObject({ code: 4503 })

    const after = await connect({ lineage: before.lineage, revision })
    expect(after.lineage).not.toBe(before.lineage)
    expect(after.sync.reset).toBe(true)
    expect(JSON.stringify(texts(after.sync))).not.toContain('four')
    // The number is given a second time, in a history that nobody takes for the first.
    expect(await send('another three')).toBe(3)
    const event = await after.client.frame('evt')
    expect(JSON.stringify(event)).toContain('another three')
    expect(server.log()).toContain('the database has another history')
  }, 60_000)
})

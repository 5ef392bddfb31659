import { randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { CommandName } from '@palaver/protocol'
import { PgBoss } from 'pg-boss'
import { expect, onTestFinished } from 'vitest'
import type { MetricName } from '../../src/platform/metric-table.ts'
import type { SocketClient } from '../support/socket-client.ts'
import type { Stage } from './stage.ts'

/** What makes a metric move on a running server. */
export interface Move {
  /** Which of its series, by a part of their labels. */
  readonly labels?: string
  readonly act: (stage: Stage) => Promise<unknown>
  /** The server has a Redis. */
  readonly onRedis?: true
}

const sendOne = async (stage: Stage): Promise<void> => {
  const { id, owner } = await stage.group()
  await stage.message(id, owner)
}

const ownSocket = async (stage: Stage): Promise<SocketClient> => stage.socket(await stage.person())

/** While the conversation is locked elsewhere; let go when the test ends. */
const sendLocked = async (stage: Stage): Promise<void> => {
  const { id, owner } = await stage.group()
  const unlock = await stage.lock(id)
  const sending = stage.send(id, owner)
  onTestFinished(async () => {
    await unlock()
    await sending
  })
}

const waitTooLong = async (stage: Stage): Promise<void> => {
  const { id, owner } = await stage.group()
  const unlock = await stage.lock(id)
  const sending = stage.send(id, owner)
  await sleep(100)
  stage.pass(11_000)
  expect(await sending).toBe(503)
  await unlock()
}

/** In one commit with others that are right. */
const sendPoison = async (stage: Stage): Promise<void> => {
  const { id, owner } = await stage.group()
  await stage.sql(`ALTER TABLE messages ADD CONSTRAINT none_of_this CHECK (content->>'text' <> 'poison')`)
  onTestFinished(async () => void (await stage.sql('ALTER TABLE messages DROP CONSTRAINT none_of_this')))
  const statuses = await Promise.all(['one', 'poison', 'two', 'three'].map((text) => stage.send(id, owner, text)))
  expect(statuses).toEqual([201, 500, 201, 201])
}

/** Written by another node whose publish does not reach this one. */
const losePublish = async (stage: Stage): Promise<void> => {
  const { id, owner } = await stage.group()
  const client = await stage.follow(id, owner)
  const { palaver } = await stage.otherNode()
  const caller = await palaver.admin.actAs(owner.userId)
  const input = { conversationId: id, clientId: randomUUID(), content: { kind: 'text', text: 'unheard' } }
  await palaver.commands.run('message.send', input, caller, 'socket')
  expect((await client.frame('evt')).payload).toMatchObject({ messages: [{ content: { text: 'unheard' } }] })
}

/** A row of a node that died between commit and publish. */
const leaveOutboxRow = async (stage: Stage): Promise<void> => {
  const { id } = await stage.group()
  await stage.sql(`INSERT INTO outbox (entries, created_at) VALUES ($1::jsonb, now() - interval '1 minute')`, [JSON.stringify([['c', id, 0, 1]])])
}

const leaveOldOutboxRow = (stage: Stage): Promise<unknown> =>
  stage.sql(`INSERT INTO outbox (entries, created_at) VALUES ('[]', now() - interval '1 hour')`)

/** Somebody who follows and asks, and never reads what the other then does. */
const stopReading = async (stage: Stage, command: CommandName, inputOf: (conversationId: string) => object, metric: MetricName): Promise<void> => {
  const ben = await stage.person()
  const { id, owner } = await stage.group([ben])
  // Random, so that compression does not make it small.
  for (let sent = 0; sent < 20; sent++) await stage.message(id, owner, randomBytes(3700).toString('base64'))
  const { commands, admin } = stage.server.palaver
  const caller = await admin.actAs(owner.userId)
  const slow = await stage.follow(id, ben)
  slow.ws.pause()
  const before = await stage.read(metric)
  for (let asked = 0; asked < 1000 && (await stage.read(metric)) === before; asked++) {
    for (let many = 0; many < 10; many++) slow.send({ t: 'cmd', id: asked * 10 + many, name: 'message.list', input: { conversationId: id, limit: 20 } })
    // Pings that it does not read would end it.
    slow.send({ t: 'pong' })
    await sleep(10)
    if (asked % 10 > 0) continue
    // Typing goes out once in 3 s.
    stage.pass(3000)
    await commands.run(command, inputOf(id), caller, 'socket')
  }
}

const dropTyping = (stage: Stage): Promise<void> =>
  stopReading(stage, 'typing.set', (conversationId) => ({ conversationId, typing: true }), 'palaver_socket_frames_dropped_total')

const outpaceReader = (stage: Stage): Promise<void> => {
  const inputOf = (conversationId: string): object => ({ conversationId, clientId: randomUUID(), content: { kind: 'text', text: 'too fast' } })
  return stopReading(stage, 'message.send', inputOf, 'palaver_fan_out_slow_readers_total')
}

/** Queues a job as the server does; it is tried as often as is said. */
const runJob = async (stage: Stage, tries: number): Promise<void> => {
  const { databaseUrl } = stage.server.palaver.config
  const boss = new PgBoss({ connectionString: databaseUrl ?? '', max: 1, migrate: false, supervise: false, schedule: false })
  await boss.start()
  await boss.send('accounts.tidy', {}, { retryLimit: tries - 1 })
  await boss.stop({ graceful: false })
}

const failJob = async (stage: Stage, tries: number): Promise<void> => {
  await stage.hide('registrations')
  await runJob(stage, tries)
}

const failCommand = async (stage: Stage): Promise<void> => {
  await stage.hide('credentials')
  await stage.server.call('POST', '/v1/sessions', { body: { email: 'nobody@example.com', password: 'some password' } })
}

const refusedSignIn = (stage: Stage): Promise<unknown> => stage.server.call('POST', '/v1/sessions', { body: { email: 'nobody@example.com', password: 'some password' } })

const listTwice = async (stage: Stage): Promise<void> => {
  const { token } = await stage.person()
  for (let asked = 0; asked < 2; asked++) await stage.server.call('GET', '/v1/conversations', { token })
}

const registerSomebody = (stage: Stage): Promise<unknown> => stage.server.register(stage.newName())

const askWithoutRedis = async (stage: Stage): Promise<void> => {
  await stage.stopRedis()
  await refusedSignIn(stage)
}

/** Every metric of the table; a new one has to tell here how it moves. */
export const moves: Readonly<Record<Exclude<MetricName, 'palaver_build_info'>, readonly Move[]>> = {
  palaver_commands_total: [
    { labels: 'command="message.send",door="rest",outcome="ok"', act: sendOne },
    { labels: 'command="message.send",door="rest",outcome="not_found"', act: async (stage) => stage.send(randomUUID(), await stage.person()) },
    { labels: 'command="person.me",door="socket",outcome="ok"', act: async (stage) => (await ownSocket(stage)).command('person.me', {}) },
  ],
  palaver_command_duration_seconds: [{ labels: 'command="message.send",door="rest"', act: sendOne }],
  palaver_limits_refused_total: [{ labels: 'limit="listConversations"', act: listTwice }],
  palaver_sign_ins_refused_total: [{ labels: 'reason="invalid_credentials"', act: refusedSignIn }],
  palaver_errors_total: [{ labels: 'where="command"', act: failCommand }, { labels: 'where="job"', act: (stage) => failJob(stage, 1) }],
  palaver_sockets: [
    { labels: 'state="awaiting"', act: (stage) => stage.socket() },
    { labels: 'state="authed"', act: ownSocket },
    { labels: 'state="live"', act: async (stage) => stage.group().then(({ id, owner }) => stage.follow(id, owner)) },
  ],
  palaver_socket_buffered_bytes: [{ act: dropTyping }],
  palaver_socket_closes_total: [{ labels: 'code="4400"', act: async (stage) => (await stage.socket()).ws.send('hello') }],
  palaver_socket_frames_sent_total: [{ act: ownSocket }],
  palaver_socket_bytes_sent_total: [{ act: ownSocket }],
  palaver_socket_frames_dropped_total: [{ act: dropTyping }],
  palaver_socket_frames_received_total: [{ act: ownSocket }],
  palaver_writer_queued: [{ act: sendLocked }],
  palaver_writer_batch_size: [{ act: sendOne }],
  palaver_writer_commit_duration_seconds: [{ act: sendOne }],
  palaver_writer_halvings_total: [{ act: sendPoison }],
  palaver_writer_requeues_total: [{ act: sendLocked }],
  palaver_writer_overloaded_total: [{ act: waitTooLong }],
  palaver_fan_out_followed_conversations: [{ act: async (stage) => stage.group().then(({ id, owner }) => stage.follow(id, owner)) }],
  palaver_fan_out_gaps_mended_total: [{ act: losePublish }],
  palaver_fan_out_lost_publishes_total: [{ act: losePublish }],
  palaver_fan_out_slow_readers_total: [{ act: outpaceReader }],
  palaver_bus_deaf_shards: [{ onRedis: true, act: async (stage) => stage.pauseRedis() }],
  palaver_bus_interruptions_total: [{ onRedis: true, act: (stage) => stage.cutSubscribers() }],
  palaver_bus_refused_total: [{ onRedis: true, act: (stage) => stage.stopRedis() }],
  palaver_redis_fallbacks_total: [
    { onRedis: true, labels: 'part="limits"', act: askWithoutRedis },
    { onRedis: true, labels: 'part="guesses"', act: askWithoutRedis },
  ],
  palaver_relay_rows_total: [{ act: leaveOutboxRow }],
  palaver_relay_forgotten_rows_total: [{ onRedis: true, act: leaveOldOutboxRow }],
  palaver_jobs_total: [
    { labels: 'queue="accounts.tidy",outcome="done"', act: (stage) => runJob(stage, 1) },
    { labels: 'queue="accounts.tidy",outcome="failed"', act: (stage) => failJob(stage, 2) },
    { labels: 'queue="accounts.tidy",outcome="dead"', act: (stage) => failJob(stage, 1) },
  ],
  palaver_timers_total: [{ labels: 'kind="accounts.mail",outcome="done"', act: registerSomebody }],
  palaver_timer_delay_seconds: [{ labels: 'kind="accounts.mail"', act: registerSomebody }],
  palaver_database_errors_total: [{ act: sendPoison }],
}

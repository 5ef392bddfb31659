/** A metric as operators see it. */
export interface MetricDefinition {
  readonly kind: 'counter' | 'histogram' | 'gauge'
  readonly help: string
  readonly labels: readonly string[]
  /** Upper bounds of a histogram. */
  readonly buckets?: readonly number[]
}

const seconds = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
const sizes = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1000]

/** Every metric of the server. docs/metrics.md is made from what is registered of it. */
export const metricTable = {
  palaver_commands_total: { kind: 'counter', help: 'Commands run, by name, door and outcome: ok, or the code of the error', labels: ['command', 'door', 'outcome'] },
  palaver_command_duration_seconds: { kind: 'histogram', help: 'Time from the door to the answer of a command', labels: ['command', 'door'], buckets: seconds },
  palaver_limits_refused_total: { kind: 'counter', help: 'Commands refused because a limit was used up, by limit; for `address` requests and handshakes', labels: ['limit'] },
  palaver_redis_fallbacks_total: { kind: 'counter', help: 'Questions to Redis that the process answered itself, because Redis was away or slow, by part: limits, guesses, presence', labels: ['part'] },
  palaver_sign_ins_refused_total: { kind: 'counter', help: 'Sign-ins refused: invalid_credentials, or rate_limited after too many guesses', labels: ['reason'] },
  palaver_errors_total: { kind: 'counter', help: 'Failures of the server itself, by place; each was also told to the log and to onError', labels: ['where'] },
  palaver_sockets: { kind: 'gauge', help: 'Open sockets, by state', labels: ['state'] },
  palaver_socket_buffered_bytes: { kind: 'gauge', help: 'Bytes of frames that wait for their readers, over all sockets; a frame for many counts for each', labels: [] },
  palaver_socket_closes_total: { kind: 'counter', help: 'Sockets that the server closed, by close code', labels: ['code'] },
  palaver_socket_frames_sent_total: { kind: 'counter', help: 'Frames written to sockets', labels: [] },
  palaver_socket_bytes_sent_total: { kind: 'counter', help: 'Bytes of frames written to sockets, after compression and with frame headers', labels: [] },
  palaver_socket_frames_dropped_total: { kind: 'counter', help: 'Frames of typing, presence, profiles and marks that slow readers were not sent', labels: [] },
  palaver_socket_frames_received_total: { kind: 'counter', help: 'Frames that came from sockets', labels: [] },
  palaver_writer_queued: { kind: 'gauge', help: 'Changes that wait for their commit or are in one', labels: [] },
  palaver_writer_batch_size: { kind: 'histogram', help: 'Changes in one commit', labels: [], buckets: sizes },
  palaver_writer_commit_duration_seconds: { kind: 'histogram', help: 'Time of one batch in the database, failed tries included', labels: [], buckets: seconds },
  palaver_writer_halvings_total: { kind: 'counter', help: 'Batches that the database refused and that were halved to find the culprit', labels: [] },
  palaver_writer_requeues_total: { kind: 'counter', help: 'Changes put back because their conversation was locked by another node', labels: [] },
  palaver_writer_overloaded_total: { kind: 'counter', help: 'Changes refused as overloaded: the queue was full, or the conversation stayed locked', labels: [] },
  palaver_fan_out_followed_conversations: { kind: 'gauge', help: 'Conversations that sockets of this node follow', labels: [] },
  palaver_fan_out_gaps_mended_total: { kind: 'counter', help: 'Holes in the order of events that were filled from the database', labels: [] },
  palaver_fan_out_lost_publishes_total: { kind: 'counter', help: 'Times that a heartbeat found a conversation further than its events said', labels: [] },
  palaver_fan_out_slow_readers_total: { kind: 'counter', help: 'Sockets turned passive because they read too slowly', labels: [] },
  palaver_bus_deaf_shards: { kind: 'gauge', help: 'Channels of the bus on which this node does not hear what it publishes itself', labels: [] },
  palaver_bus_interruptions_total: { kind: 'counter', help: 'Times that the bus came back after messages of other nodes may have been lost', labels: [] },
  palaver_bus_refused_total: { kind: 'counter', help: 'Publications that Redis did not take; the database tells the other nodes instead', labels: [] },
  palaver_relay_rows_total: { kind: 'counter', help: 'Outbox rows that the relay published because their writer had not', labels: [] },
  palaver_relay_forgotten_rows_total: { kind: 'counter', help: 'Outbox rows deleted unpublished because heartbeats had told what they say long ago', labels: [] },
  palaver_jobs_total: { kind: 'counter', help: 'Tries of jobs, by queue and outcome: done, failed (comes again), dead (was the last try)', labels: ['queue', 'outcome'] },
  palaver_timers_total: { kind: 'counter', help: 'Tries of timers, by kind and outcome: done, failed (comes again), dead (was the last try), gone (cancelled, set anew or taken over meanwhile)', labels: ['kind', 'outcome'] },
  palaver_timer_delay_seconds: { kind: 'histogram', help: 'Time from when a timer was due to the start of its handler', labels: ['kind'], buckets: [0.1, 0.5, 1, 2, 5, 15, 60, 300, 3600] },
  palaver_database_errors_total: { kind: 'counter', help: 'Statements and transactions of plain SQL that failed', labels: [] },
  palaver_build_info: { kind: 'gauge', help: 'Always 1; the label tells the version of @palaver/server', labels: ['version'] },
} as const satisfies Readonly<Record<string, MetricDefinition>>

type Table = typeof metricTable
type NamesOf<Kind extends MetricDefinition['kind']> = { [Name in keyof Table]: Table[Name]['kind'] extends Kind ? Name : never }[keyof Table]

export type MetricName = keyof Table
export type CounterName = NamesOf<'counter'>
export type HistogramName = NamesOf<'histogram'>
export type GaugeName = NamesOf<'gauge'>
/** What an instrument is asked for with: its labels when it has some. */
export type LabelsOf<Name extends MetricName> = Table[Name]['labels'] extends readonly []
  ? []
  : [labels: Readonly<Record<Table[Name]['labels'][number], string>>]
